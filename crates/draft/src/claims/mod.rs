//! A document into a first file of claims, and what a person has accepted of an earlier one.

mod claim_block;
mod claims_text;

pub use claims_text::{Candidate, ClaimDraft, ClaimsText, DocumentHead, DraftedClaim};
