//! The numbers that stand for absent answers in formats that know only numbers.

use std::collections::BTreeMap;

use topline_statfile::MissingToWrite;
use topline_survey::Absent;

use crate::cells::Reason;
use crate::census::{Census, VariableCounts};
use crate::variables::{ArchiveVariable, Content, Described};

/// The numbers of the reasons, the same for all variables of a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AbsentCodes {
    /// The number of the first reason; the next ones are below it.
    first: i32,
}

/// What the numbers of reasons may begin with: -1 where no answer is -1 to -4, else further away.
const FIRST: [i32; 7] = [-1, -91, -991, -9_991, -99_991, -999_991, -9_999_991];

impl AbsentCodes {
    /// Numbers that are no answer to any question, and no missing value of a codebook.
    pub(crate) fn of(census: &Census<'_>) -> Self {
        let is_free = |first: &i32| {
            let reasons = Absent::ALL.map(|absent| Self { first: *first }.code(absent));
            census
                .variables
                .iter()
                .zip(&census.counts)
                .all(|(variable, counts)| reasons.iter().all(|code| !is_taken(*code, variable, counts)))
        };
        Self { first: FIRST.into_iter().find(is_free).unwrap_or(i32::MIN + 4) }
    }

    pub(crate) fn code(self, absent: Absent) -> i32 {
        let place = Absent::ALL.iter().position(|known| *known == absent).unwrap_or_default();
        self.first - place as i32
    }
}

fn is_taken(code: i32, variable: &ArchiveVariable<'_>, counts: &VariableCounts) -> bool {
    let number = f64::from(code);
    let is_missing = match &variable.of {
        Described::Answer(of) => of.question.missing.iter().any(|missing| missing.code == code),
        Described::Response(_) | Described::Weight(_) => false,
    };
    is_missing || is_valid(number, variable, counts)
}

/// Whether a number is an answer, or between two.
fn is_valid(number: f64, variable: &ArchiveVariable<'_>, counts: &VariableCounts) -> bool {
    match variable.holds {
        Content::Code | Content::Tick => {
            let is = |code: i32| f64::from(code).to_bits() == number.to_bits();
            variable.values().iter().any(|(code, _)| is(*code)) || counts.codes.keys().any(|code| is(*code))
        }
        Content::Number | Content::Whole => {
            counts.range.is_some_and(|(least, greatest)| (least..=greatest).contains(&number))
        }
        Content::Text | Content::Day => false,
    }
}

/// The missing numbers of a variable: which reason is which number, and what SPSS is told.
#[derive(Debug, Default)]
pub(crate) struct MissingNumbers {
    /// The number of each reason that there is a number for, with its label. Others are system-missing.
    pub of: BTreeMap<Reason, (f64, String)>,
    pub declared: MissingToWrite,
}

/// The missing numbers of a variable that holds numbers: those reasons that occur, and the missing values of the codebook.
///
/// SPSS takes three numbers, or a range and a number. What does not fit becomes system-missing, the reasons first.
pub(crate) fn missing_numbers(
    variable: &ArchiveVariable<'_>,
    counts: &VariableCounts,
    codes: AbsentCodes,
) -> MissingNumbers {
    if matches!(variable.holds, Content::Text | Content::Day) {
        return MissingNumbers::default();
    }
    let mut reasons: Vec<(Reason, f64, String)> = Vec::new();
    if let Described::Answer(of) = &variable.of {
        let own = of.question.missing.iter();
        reasons.extend(own.map(|missing| (Reason::Missing(missing.code), missing.code.into(), missing.label.clone())));
    }
    for absent in Absent::ALL {
        if counts.absent.contains_key(&Reason::Absent(absent)) {
            reasons.push((Reason::Absent(absent), codes.code(absent).into(), absent.label().to_owned()));
        }
    }
    loop {
        let numbers = reasons.iter().map(|(_, number, _)| *number).collect();
        if let Some(declared) = declared(numbers, variable, counts) {
            let of = reasons.into_iter().map(|(reason, number, label)| (reason, (number, label))).collect();
            return MissingNumbers { of, declared };
        }
        reasons.pop();
    }
}

/// The numbers as SPSS takes them; nothing where it does not.
fn declared(mut numbers: Vec<f64>, variable: &ArchiveVariable<'_>, counts: &VariableCounts) -> Option<MissingToWrite> {
    numbers.sort_by(f64::total_cmp);
    if numbers.len() <= 3 {
        return Some(if numbers.is_empty() { MissingToWrite::None } else { MissingToWrite::Values(numbers) });
    }
    let is_free = |low: f64, high: f64| match variable.holds {
        Content::Code | Content::Tick => {
            let own = variable.values().into_iter().map(|(code, _)| code).chain(counts.codes.keys().copied());
            own.map(f64::from).all(|code| !(low..=high).contains(&code))
        }
        Content::Number | Content::Whole | Content::Text | Content::Day => {
            counts.range.is_none_or(|(least, greatest)| high < least || greatest < low)
        }
    };
    let (first, last) = (numbers[0], numbers[numbers.len() - 1]);
    let range = |low, high, also| is_free(low, high).then_some(MissingToWrite::Range { low, high, also });
    range(first, last, None)
        .or_else(|| range(numbers[1], last, Some(first)))
        .or_else(|| range(first, numbers[numbers.len() - 2], Some(last)))
}
