//! The SQL that sums up a ranking: for each item how many ranked it, the mean of their ranks, and how many ranked it first and
//! among the first three.

use std::fmt::Write as _;

use super::arguments::Arguments;
use crate::condition::text;
use crate::functions::membership::column_of;

/// The query of a call.
pub(super) fn sql(call: &Arguments<'_>, weighted: bool) -> String {
    let weigh = |of_weights: &'static str| if weighted { of_weights } else { "" };
    let (n, base) = if weighted { ("_weighted", "base_weighted") } else { ("", "base") };
    let mut sql = format!(
        "select\n  item, item_label, n{}, mean_rank, first, 100.0 * first{n} / nullif({base}, 0) as percent_first,\n  \
         top_three, 100.0 * top_three{n} / nullif({base}, 0) as percent_top_three, base{}\nfrom (\n",
        weigh(", n_weighted"),
        weigh(", base_weighted, base_effective"),
    );
    for (place, part) in call.question.parts().into_iter().enumerate() {
        let Some(item) = part.item else { continue };
        if place > 0 {
            sql.push_str("\nunion all\n");
        }
        let _ = write!(
            sql,
            "select {place} as place, {} as item, {} as item_label,\n  count(given) as n, mean_rank(given{}) as mean_rank",
            text(&item.id),
            text(&item.label),
            weigh(", weight"),
        );
        sql.push_str(
            ",\n  count(*) filter (where given = 1) as first, count(*) filter (where given <= 3) as top_three",
        );
        sql.push_str(",\n  count(*) as base");
        if weighted {
            for (name, condition) in
                [("n", "given is not null"), ("first", "given = 1"), ("top_three", "given <= 3"), ("base", "true")]
            {
                let _ = write!(sql, ",\n  coalesce(sum(weight) filter (where {condition}), 0) as {name}_weighted");
            }
            sql.push_str(",\n  n_effective(weight) as base_effective");
        }
        let _ = write!(
            sql,
            "\nfrom (select {} as given{} from {} where {}) as based",
            column_of(part, ""),
            weigh(", weight"),
            call.respondents(),
            call.base.condition(part),
        );
    }
    sql.push_str("\n) as items\norder by place");
    sql
}
