-- Title: Priorities offered and priorities written in (Q13)
-- Grain: one row for each count
-- Base: every item of the question; every response
with counts as (
    select
        1 as place,
        'listed' as row_key,
        'Priorities listed' as label,
        count(distinct answers.item) as "count"
    from answers
    where answers.question = 'Q13'
    union all
    select
        2 as place,
        'written_in' as row_key,
        'Other priorities written in' as label,
        count(responses."Q13_other") as "count"
    from responses
)

select
    row_key,
    label,
    "count"
from counts
order by place
