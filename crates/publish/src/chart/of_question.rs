//! The chart of a question: bars of its options, or a bar of its whole scale with the two sides of it left and right.
//!
//! The total alone is drawn, or the group of a report by group; breaks are in the table. Left out: questions without options, and tables
//! made in SQL.

use topline_survey::{Kind, Question};

use crate::chart::bars::{Listing, bars};
use crate::chart::option_share::{GroupShares, OptionShare, option_shares};
use crate::chart::scale::scale;
use crate::chart::shape::Chart;
use crate::layout::{Column, Layout};
use crate::publication::Publication;

/// With more options, a chart says less than its table.
const MOST_OPTIONS: usize = 24;

/// The chart of a table, if it is one of a question with options.
pub(crate) fn chart_of_question(publication: &Publication<'_>, layout: &Layout<'_>) -> Option<Chart> {
    let question = publication.plan.codebook.question(layout.question())?;
    // Of a group's report, the first column is that of the group. Where items are rows, no column is the total.
    let first = layout.columns.iter().any(Column::is_total).then(|| layout.columns.first())??;
    let of = if first.is_total() { "" } else { first.label.as_str() };
    let groups: Vec<GroupShares<'_, '_>> =
        layout.groups.iter().map(|group| (group, option_shares(publication, question, group))).collect();
    let (_, options) = groups.first()?;
    if options.len() < 2 || groups.iter().any(|(_, options)| options.len() > MOST_OPTIONS) {
        return None;
    }
    match question.kind() {
        Kind::Single | Kind::Grid => match sides(question, options) {
            Some(sides) => Some(scale(of, &groups, sides)),
            None if question.kind() == Kind::Single && groups.len() == 1 => {
                Some(bars(of, &groups, Listing::AsTheTable))
            }
            None => Some(scale(of, &groups, (0, options.iter().filter(|option| option.is_on_scale()).count()))),
        },
        Kind::Multi => Some(bars(of, &groups, Listing::Ranked)),
        // The ranks of each item, the first on the left.
        Kind::Rank => Some(scale(of, &groups, (0, options.len()))),
        Kind::Number | Kind::Text | Kind::Date => None,
    }
}

/// How many options are on the left of a scale, and where its right begins: it has nets of both its ends, and at most one option
/// between them, which stays in the middle.
fn sides(question: &Question, options: &[OptionShare<'_>]) -> Option<(usize, usize)> {
    let codes: Vec<i32> = options
        .iter()
        .filter(|option| option.is_on_scale())
        .filter_map(|option| option.figure.row.key.parse().ok())
        .collect();
    let all = codes.len();
    let is_net = |part: &[i32]| {
        question
            .nets()
            .iter()
            .any(|net| net.codes.len() == part.len() && part.iter().all(|code| net.codes.contains(code)))
    };
    (1..all).find_map(|left| {
        let right = [left + 1, left].into_iter().filter(|right| *right < all);
        let mut right = right.filter(|right| is_net(&codes[..left]) && is_net(&codes[*right..]));
        right.next().map(|right| (left, right))
    })
}
