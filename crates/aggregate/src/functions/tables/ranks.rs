//! The SQL that sums up a ranking: for each item how many ranked it, the mean of their ranks, and how many ranked it first and
//! among the first three.
//!
//! The items are a list of their own, to which what is counted is joined: the engine takes a condition on a constant column
//! beside an aggregate for one on the rows below it, of which the aggregate then counts none and still gives a row.

use super::arguments::Arguments;
use crate::condition::text;
use crate::functions::membership::{column_of, in_base};

/// The query of a call.
pub(super) fn sql(call: &Arguments<'_>, weighted: bool) -> String {
    let weigh = |of_weights: &'static str| if weighted { of_weights } else { "" };
    let (of, base) = if weighted { ("_weighted", "base_weighted") } else { ("", "base") };
    let mut items = Vec::new();
    let mut counted = Vec::new();
    for (place, part) in call.question.parts().into_iter().enumerate() {
        let Some(item) = part.item else { continue };
        items.push(format!("({place}, {}, {})", text(&item.id), text(&item.label)));
        counted.push(format!(
            "select {place} as place, {}\n  from (select {} as given{} from {} where {}{}) as based",
            sums(weighted),
            column_of(part, ""),
            weigh(", weight"),
            call.respondents(),
            in_base(call.base, part),
            weigh(" and weight > 0"),
        ));
    }
    format!(
        "select\n  item_list.item, item_list.item_label, n{n}, mean_rank,\n  \
         first, 100.0 * first{of} / nullif({base}, 0) as percent_first,\n  \
         top_three, 100.0 * top_three{of} / nullif({base}, 0) as percent_top_three,\n  base{bases}\n\
         from (values {items}) as item_list (place, item, item_label)\n\
         inner join (\n  {counted}\n) as counted on counted.place = item_list.place\n\
         order by item_list.place",
        n = weigh(", n_weighted"),
        bases = weigh(", base_weighted, base_effective"),
        items = items.join(", "),
        counted = counted.join("\n  union all\n  "),
    )
}

fn sums(weighted: bool) -> String {
    let weight = if weighted { ", weight" } else { "" };
    let mut sums = vec![
        "count(given) as n".to_owned(),
        format!("mean_rank(given{weight}) as mean_rank"),
        "count(*) filter (where given = 1) as first".to_owned(),
        "count(*) filter (where given <= 3) as top_three".to_owned(),
        "count(*) as base".to_owned(),
    ];
    if weighted {
        let conditions =
            [("n", "given is not null"), ("first", "given = 1"), ("top_three", "given <= 3"), ("base", "true")];
        sums.extend(conditions.map(|(name, condition)| {
            format!("coalesce(sum(weight) filter (where {condition}), 0) as {name}_weighted")
        }));
        sums.push("n_effective(weight) as base_effective".to_owned());
    }
    sums.join(", ")
}
