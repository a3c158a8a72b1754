-- Title: Responding single tier and county councils by type, beside all of them (appendix C)
-- Grain: one row for each type, once for the councils that responded and once for all
-- Base: the single tier and county councils that responded; all single tier and county councils of England in 2017
with marked as (
    select
        councils.type,
        case councils.type
            when 'county' then 'County councils'
            when 'london_borough' then 'London boroughs'
            when 'metropolitan_district' then 'Metropolitan districts'
            else 'Unitary authorities'
        end as type_label,
        case when responding.council is null then 0 else 1 end as responded
    from councils
    left join (select distinct responses.council from responses) as responding on responding.council = councils.name
    where councils.type <> 'district'
),

types as (
    select
        marked.type,
        marked.type_label,
        cast(sum(marked.responded) as bigint) as responded,
        count(*) as councils
    from marked
    group by marked.type, marked.type_label
),

totals as (
    select
        cast(sum(marked.responded) as bigint) as responded,
        count(*) as councils
    from marked
),

shares as (
    select
        types.type,
        1 as place,
        types.type || '_responding' as row_key,
        types.type_label || ': responding' as label,
        types.responded as "count",
        totals.responded as base
    from types
    cross join totals
    union all
    select
        types.type,
        2 as place,
        types.type || '_all' as row_key,
        types.type_label || ': all in England' as label,
        types.councils as "count",
        totals.councils as base
    from types
    cross join totals
)

select
    row_key,
    label,
    "count",
    base
from shares
order by
    type,
    place
