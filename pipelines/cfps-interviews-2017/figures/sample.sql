-- Title: The interviews and the STP areas they come from
-- Grain: one row for each thing that is counted
-- Base:  none; every row is a count
select counts.row_key, counts.label, counts."count"
from (
    select
        1 as place,
        'interviews' as row_key,
        'Interviews' as label,
        count(*) as "count"
    from responses
    union all
    select
        2 as place,
        'areas' as row_key,
        'STP areas that the interviewees come from' as label,
        count(distinct area) as "count"
    from responses
) as counts
order by counts.place
