-- Title: Respondents and the councils that they come from
-- Grain: one row for each count
-- Base: every response; and, for `all_single_tier_and_county`, every such council of England in 2017
--
-- `councils` counts names as answered, so a name that is on no list makes it more than the two kinds below it together.
with responding as (
    select distinct
        councils.name,
        councils.type
    from responses
    inner join councils on councils.name = responses.council
),

counts as (
    select
        1 as place,
        'respondents' as row_key,
        'Respondents' as label,
        count(*) as "count"
    from responses
    union all
    select
        2 as place,
        'councils' as row_key,
        'Councils represented' as label,
        count(distinct responses.council) as "count"
    from responses
    union all
    select
        3 as place,
        'single_tier_and_county' as row_key,
        'Single tier and county councils represented' as label,
        count(*) as "count"
    from responding
    where responding.type <> 'district'
    union all
    select
        4 as place,
        'districts' as row_key,
        'District councils represented' as label,
        count(*) as "count"
    from responding
    where responding.type = 'district'
    union all
    select
        5 as place,
        'all_single_tier_and_county' as row_key,
        'Single tier and county councils in England' as label,
        count(*) as "count"
    from councils
    where councils.type <> 'district'
)

select
    row_key,
    label,
    "count"
from counts
order by place
