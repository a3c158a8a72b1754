-- Title: Merged answers of the deck (rv) and the key findings of the README, under their names in the table beside the export
-- Grain: a merged answer
-- Base: rv: everybody who answered, q4rv, q15rv and the README without those who do not know; q5rv2: the three great regions alone;
-- the README's part of large (small) organisations with a program office: organisations of that size
with sizes as (
    select
        count(*) filter (where q4 between 1 and 7) as base,
        count(*) filter (where q4 in (1, 2)) as small,
        count(*) filter (where q4 in (3, 4)) as medium,
        count(*) filter (where q4 = 5) as large,
        count(*) filter (where q4 in (6, 7)) as very_large,
        count(*) filter (where q4 in (1, 2) and q12 in (1, 2)) as small_with,
        count(*) filter (where q4 in (6, 7) and q12 in (1, 2)) as very_large_with
    from responses
),
regions as (
    select
        count(*) filter (where q5_absent is null) as base,
        count(*) filter (where q5 in (1, 2)) as americas,
        count(*) filter (where q5 = 3) as europe,
        count(*) filter (where q5 in (4, 5, 6, 7)) as apac
    from responses
),
offices as (
    select
        count(*) filter (where q12_absent is null) as base,
        count(*) filter (where q12 in (1, 2)) as has,
        count(*) filter (where q12 = 3) as planned
    from responses
),
years as (
    select
        count(*) filter (where q15 in (1, 2, 3, 4)) as base,
        count(*) filter (where q15 = 1) as two,
        count(*) filter (where q15 = 2) as five,
        count(*) filter (where q15 in (3, 4)) as more
    from responses
)
select 'size_1_49' as row_key, 'q4rv.1 to 49' as label, small as count, base from sizes
union all
select 'size_50_999', 'q4rv.50 to 999', medium, base from sizes
union all
select 'size_1000_9999', 'q4rv.1,000 to 9,999', large, base from sizes
union all
select 'size_10000', 'q4rv.10,000 or more', very_large, base from sizes
union all
select 'americas', 'q5rv.Americas', americas, base from regions
union all
select 'europe', 'q5rv.Europe', europe, base from regions
union all
select 'apac', 'q5rv.APAC', apac, base from regions
union all
select 'americas_of_three', 'q5rv2.Americas', americas, americas + europe + apac from regions
union all
select 'europe_of_three', 'q5rv2.Europe', europe, americas + europe + apac from regions
union all
select 'office', 'q12rv2.Yes', has, base from offices
union all
select 'office_planned', 'q12rv2.planning', planned, base from offices
union all
select 'years_0_2', 'q15rv.0 to 2', two, base from years
union all
select 'years_3_5', 'q15rv.3 to 5', five, base from years
union all
select 'years_6', 'q15rv.6+', more, base from years
union all
select 'large_with_office', 'README large orgs with OSPO', very_large_with, very_large from sizes
union all
select 'small_with_office', 'README small orgs with OSPO', small_with, small from sizes
union all
select
    'gen_ai',
    'README GenAI involvement',
    count(*) filter (where q20 in (2, 3, 4)),
    count(*) filter (where q20 in (1, 2, 3, 4))
from responses
union all
select
    'security',
    'README security involvement',
    count(*) filter (where q16 in (1, 2)),
    count(*) filter (where q16 in (1, 2, 3))
from responses
order by row_key
