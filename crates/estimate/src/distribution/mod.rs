//! Distribution functions and quantiles: normal, Student's t, chi-square, F and beta.
//!
//! Each is accurate to about 1e-13 relative, in both tails, for any degrees of freedom a survey has. The permissive
//! crates at hand form the beta density from differences of log gammas, which loses digits with thousands of degrees of
//! freedom, and invert by plain bisection; here the densities take Loader's deviance form, and quantiles are polished
//! by Newton's method on the tail that is asked for.

mod beta;
mod chi_square_sum;
mod gamma;
mod invert;
mod normal;

pub use beta::{Beta, FRatio, Student};
pub use chi_square_sum::{ChiSquareSum, TailError};
pub use gamma::ChiSquare;
pub use normal::Normal;
