-- Title: Figures of the maintainers' post, under their names in the table beside the export
-- Grain: a figure of the post
-- Base: those who answered, or every respondent; ticks of the form are counted out of every respondent, as the post does
select 'n' as row_key, 'n' as label, count(*) as count, count(*) as base
from responses
union all
select 'cluster_all', 'cluster_all', count(*) filter (where machine_3 or machine_4 or machine_5), count(*)
from responses
union all
select
    'cluster_answered',
    'cluster_answered',
    count(*) filter (where machine_3 or machine_4 or machine_5),
    count(*) filter (where machine_absent is null)
from responses
union all
select 'py' || code, 'py' || label, count(*) filter (where python = code), count(*) filter (where python_absent is null)
from options
cross join responses
where question = 'python'
group by code, label
union all
select 'launch_' || code, 'launch_' || label, count(*), (select count(*) from responses)
from answers
where question = 'launch' and code is not null
group by code, label
order by row_key
