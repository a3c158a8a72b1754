//! SQL reads the run's tables and does nothing else.
