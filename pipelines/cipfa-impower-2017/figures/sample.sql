-- Title: Organisations surveyed, in all and by sector
-- Grain: one row for each group of organisations
-- Base:  none; every row is a count of respondents
select groups.row_key, groups.label, groups."count"
from (
    select
        1 as place,
        'organisations' as row_key,
        'Organisations' as label,
        count(*) as "count"
    from responses
    union all
    select
        2 as place,
        'local_authorities' as row_key,
        'Local authorities' as label,
        count(*) filter (where sector = 1) as "count"
    from responses
    union all
    select
        3 as place,
        'nhs' as row_key,
        'NHS organisations' as label,
        count(*) filter (where sector = 2) as "count"
    from responses
) as groups
order by groups.place
