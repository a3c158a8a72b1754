-- Title: Importance given to the priorities for the STP (Q13), a priority that was not selected counting as 0
-- Grain: one row for each of the listed priorities
-- Base: respondents who selected at least one of them
--
-- Beside the mean of the table Q13, which is over those who selected the priority and so says nothing of how many did.
with ranked as (
    select
        responses."Q13_prevention" as prevention,
        responses."Q13_outcomes" as outcomes,
        responses."Q13_integration" as integration,
        responses."Q13_inequalities" as inequalities,
        responses."Q13_quality" as quality,
        responses."Q13_closer_to_home" as closer_to_home,
        responses."Q13_finance" as finance
    from responses
    where
        coalesce(
            responses."Q13_prevention",
            responses."Q13_outcomes",
            responses."Q13_integration",
            responses."Q13_inequalities",
            responses."Q13_quality",
            responses."Q13_closer_to_home",
            responses."Q13_finance"
        ) is not null
),

scores as (
    select
        1 as place,
        'prevention' as row_key,
        'Investing in more preventative ways of working' as label,
        avg(cast(coalesce(prevention, 0) as double)) as x
    from ranked
    union all
    select
        2 as place,
        'outcomes' as row_key,
        'Improving health and wellbeing outcomes' as label,
        avg(cast(coalesce(outcomes, 0) as double)) as x
    from ranked
    union all
    select
        3 as place,
        'integration' as row_key,
        'Integrating health and social care' as label,
        avg(cast(coalesce(integration, 0) as double)) as x
    from ranked
    union all
    select
        4 as place,
        'inequalities' as row_key,
        'Reducing health inequalities' as label,
        avg(cast(coalesce(inequalities, 0) as double)) as x
    from ranked
    union all
    select
        5 as place,
        'quality' as row_key,
        'Improving the quality of care' as label,
        avg(cast(coalesce(quality, 0) as double)) as x
    from ranked
    union all
    select
        6 as place,
        'closer_to_home' as row_key,
        'Moving care closer to home' as label,
        avg(cast(coalesce(closer_to_home, 0) as double)) as x
    from ranked
    union all
    select
        7 as place,
        'finance' as row_key,
        'Closing the financial gap' as label,
        avg(cast(coalesce(finance, 0) as double)) as x
    from ranked
)

select
    row_key,
    label,
    x
from scores
order by
    x desc,
    place
