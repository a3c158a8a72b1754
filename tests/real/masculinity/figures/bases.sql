-- Title: Respondents
-- Grain: one row
-- Base: none; the row counts respondents, each once
select
    'respondents' as row_key,
    'Respondents' as label,
    count(*) as count
from responses
order by row_key
