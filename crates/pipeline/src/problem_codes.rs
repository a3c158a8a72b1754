//! Every kind of problem that the files of a pipeline can have.

use topline_plan::ProblemCode;

use crate::chosen_quotes::quote_problem_codes;
use crate::rehearse::sql_problem_codes;

/// The codes of problems, their messages and what they mean, file by file.
#[must_use]
pub fn problem_codes() -> Vec<ProblemCode> {
    let mut codes = topline_plan::problem_codes();
    codes.extend(quote_problem_codes());
    codes.extend(sql_problem_codes());
    codes.extend(topline_reconstruct::reconstruct_problem_codes());
    codes
}
