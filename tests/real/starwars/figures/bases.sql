-- Title: Respondents in each of the publisher's bases
-- Grain: one row for each base
-- Base: none; the rows count respondents
with bases as (
    select 1 as place, 'respondents' as name, 'Respondents' as label, count(*) as respondents
    from responses
    union all
    select 2, 'seen_any_film', 'Ticked at least one film', count(*)
    from responses
    where seen_any_film = 1
    union all
    select 3, 'seen_all_six', 'Ticked all six films', count(*)
    from responses
    where seen_all_six = 1
    union all
    select 4, 'rated_any', 'Gave a view of at least one character', count(*)
    from responses
    where rated_any = 1
    union all
    select 5, 'shot_first', 'Answered who shot first', count(*)
    from responses
    where shot_first is not null
)

select
    name as row_key,
    label,
    respondents as count
from bases
order by place
