-- Title: How masculine men feel, as it would be without the weights
-- Grain: one row for each figure of the article that is held against its unweighted self
-- Base: every respondent, each counted once
select
    'masculine' as row_key,
    'Very or somewhat masculine' as label,
    count(*) filter (where q0001 in (1, 2)) as count,
    count(*) as base
from responses
order by row_key
