-- Title: STP areas covered by the interviews
-- Grain: one row
-- Base:  the 44 STP areas of England in 2017 (the frame, as the report's lines 117 to 121 give it; it is not in the export)
select
    'areas' as row_key,
    'STP areas with an interview' as label,
    count(distinct area) as "count",
    cast(44 as bigint) as base
from responses
order by row_key
