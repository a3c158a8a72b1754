-- Title: Figures of the package's documentation and of the press, under their names in the table beside the export
-- Grain: a figure
-- Base: as each was published; occ_ is out of every respondent, sal_ of those who gave both answers, tech_ of those who answered,
-- ds_ of the data scientists, whether they answered or not
with data_scientists as (
    select row_id
    from responses
    where label('occupation', occupation) = 'Data scientist'
),
shares as (
    select
        count(*) filter (where gender_absent is null) as of_gender,
        count(*) filter (where label('gender', gender) = 'Male') as male,
        count(*) filter (where occupation_absent is null) as of_occupation,
        count(*) filter (where label('occupation', occupation) = 'Full-stack web developer') as fullstack,
        count(*) filter (where label('occupation', occupation) = 'Back-end web developer') as backend
    from responses
),
ticked as (
    select question, label, count(*) as n
    from answers
    where question in ('tech_do', 'new_job_value') and code is not null
    group by question, label
),
answered as (
    select
        count(*) filter (where tech_do_absent is null) as tech_do,
        count(*) filter (where new_job_value_absent is null) as new_job_value
    from responses
)
select 'n' as row_key, 'n' as label, count(*) as count, count(*) as base, cast(null as double) as x
from responses
union all
select
    'occ_' || coalesce(cast(occupation as varchar), 'NA'),
    'occ_' || coalesce(label('occupation', occupation), 'NA'),
    count(*),
    (select count(*) from responses),
    null
from responses
group by occupation
union all
select 'sal_' || occupation, 'sal_' || label('occupation', occupation), null, count(*), avg(salary_midpoint)
from responses
where occupation is not null and salary_midpoint is not null
group by occupation
union all
select 'n_tech', 'n_tech', tech_do as count, tech_do as base, null
from answered
union all
select
    'n_tech_pairs',
    'n_tech_pairs',
    (select count(*) from answers where question = 'tech_do' and code is not null),
    tech_do,
    null
from answered
union all
select 'tech_' || code, 'tech_' || answers.label, count(*), (select tech_do from answered), null
from answers
where question = 'tech_do' and code is not null
group by code, answers.label
union all
select 'ds_' || code, 'ds_' || answers.label, count(*), (select count(*) from data_scientists), null
from answers
where question = 'tech_do' and code is not null and answers.row_id in (select row_id from data_scientists)
group by code, answers.label
union all
select 'male', 'male', male, of_gender, null
from shares
union all
select 'fullstack', 'fullstack', fullstack, of_occupation, null
from shares
union all
select 'backend', 'backend', backend, of_occupation, null
from shares
union all
select 'js', 'js', n, tech_do, null
from ticked
cross join answered
where question = 'tech_do' and label = 'JavaScript'
union all
select 'php', 'php', n, tech_do, null
from ticked
cross join answered
where question = 'tech_do' and label = 'PHP'
union all
select 'nj_salary', 'nj_salary', n, new_job_value, null
from ticked
cross join answered
where question = 'new_job_value' and label = 'Salary'
union all
select 'nj_wlb', 'nj_wlb', n, new_job_value, null
from ticked
cross join answered
where question = 'new_job_value' and label = 'Work/life balance'
order by row_key
