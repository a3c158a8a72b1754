-- Title: Responding single tier and county councils by region, beside all of them (appendix B)
-- Grain: one row for each region, once for the councils that responded and once for all
-- Base: the single tier and county councils that responded; all single tier and county councils of England in 2017
with marked as (
    select
        councils.region,
        case when responding.council is null then 0 else 1 end as responded
    from councils
    left join (select distinct responses.council from responses) as responding on responding.council = councils.name
    where councils.type <> 'district'
),

regions as (
    select
        marked.region,
        cast(sum(marked.responded) as bigint) as responded,
        count(*) as councils
    from marked
    group by marked.region
),

totals as (
    select
        cast(sum(marked.responded) as bigint) as responded,
        count(*) as councils
    from marked
),

shares as (
    select
        regions.region,
        1 as place,
        lower(replace(regions.region, ' ', '_')) || '_responding' as row_key,
        regions.region || ': responding' as label,
        regions.responded as "count",
        totals.responded as base
    from regions
    cross join totals
    union all
    select
        regions.region,
        2 as place,
        lower(replace(regions.region, ' ', '_')) || '_all' as row_key,
        regions.region || ': all in England' as label,
        regions.councils as "count",
        totals.councils as base
    from regions
    cross join totals
)

select
    row_key,
    label,
    "count",
    base
from shares
order by
    region,
    place
