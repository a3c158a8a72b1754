-- Title: STP areas of which an interviewee said so
-- Grain: one row for each theme that the report counts by area
-- Base:  STP areas with an interview
select themes.row_key, themes.label, themes."count", themes.base
from (
    select
        1 as place,
        'progressing_well' as row_key,
        'The STP is progressing well' as label,
        count(distinct area) filter (where theme_103) as "count",
        count(distinct area) as base
    from responses
    union all
    select
        2 as place,
        'existing_connections' as row_key,
        'Existing connections sped the plans up' as label,
        count(distinct area) filter (where theme_114) as "count",
        count(distinct area) as base
    from responses
    union all
    select
        3 as place,
        'engagement_outsourced' as row_key,
        'Public engagement was outsourced or done in-house' as label,
        count(distinct area) filter (where theme_304) as "count",
        count(distinct area) as base
    from responses
) as themes
order by themes.place
