-- Title: Estimates and standard errors of the vignette of R's package survey
-- Grain: an estimate of the sample, or of a domain of it; each with its standard error in a row of its own.
-- Base: as the vignette takes it; cc_ are schools for which 21 variables are all known, the others stay in the design.
with complete as (
  select row_id, api00, api99, meals, ell, mobility, pct_resp, not_hsg, hsg, some_col, col_grad, grad_sch, avg_ed, full, emer, enroll, api_stu, sch_wide, comp_imp, both, awards, yr_rnd from responses
  where api00 is not null
    and api99 is not null
    and meals is not null
    and ell is not null
    and mobility is not null
    and pct_resp is not null
    and not_hsg is not null
    and hsg is not null
    and some_col is not null
    and col_grad is not null
    and grad_sch is not null
    and avg_ed is not null
    and full is not null
    and emer is not null
    and enroll is not null
    and api_stu is not null
    and sch_wide is not null
    and comp_imp is not null
    and both is not null
    and awards is not null
    and yr_rnd is not null
),
estimates as (
  select 'mean_api00' as name, survey_mean(api00) as of from responses
  union all
  select 'total_stypeE' as name, survey_total(stype = 1) as of from responses
  union all
  select 'total_stypeH' as name, survey_total(stype = 2) as of from responses
  union all
  select 'total_stypeM' as name, survey_total(stype = 3) as of from responses
  union all
  select 'total_enroll' as name, survey_total(enroll) as of from responses
  union all
  select 'ratio_apistu_enroll' as name, survey_ratio(api_stu, enroll) as of from responses
  union all
  select 'ratio_H' as name, survey_ratio(api_stu, enroll) filter (where stype = 2) as of from responses
  union all
  select 'cc_api00', survey_mean(api00) from complete
  union all
  select 'cc_api99', survey_mean(api99) from complete
  union all
  select 'cc_sch.wideNo', survey_prop(sch_wide = 1) from complete
  union all
  select 'cc_sch.wideYes', survey_prop(sch_wide = 2) from complete
  union all
  select 'cc_comp.impNo', survey_prop(comp_imp = 1) from complete
  union all
  select 'cc_awardsYes', survey_prop(awards = 2) from complete
  union all
  select 'cc_meals', survey_mean(meals) from complete
  union all
  select 'cc_ell', survey_mean(ell) from complete
  union all
  select 'cc_mobility', survey_mean(mobility) from complete
  union all
  select 'cc_pct.resp', survey_mean(pct_resp) from complete
  union all
  select 'cc_not.hsg', survey_mean(not_hsg) from complete
  union all
  select 'cc_avg.ed', survey_mean(avg_ed) from complete
  union all
  select 'cc_full', survey_mean(full) from complete
  union all
  select 'cc_emer', survey_mean(emer) from complete
  union all
  select 'cc_enroll', survey_mean(enroll) from complete
  union all
  select 'cc_api.stu', survey_mean(api_stu) from complete
  union all
  select 'ell_E', survey_mean(ell) from responses where stype = 1
  union all
  select 'ell_H', survey_mean(ell) from responses where stype = 2
  union all
  select 'ell_M', survey_mean(ell) from responses where stype = 3
  union all
  select 'meals_E', survey_mean(meals) from responses where stype = 1
  union all
  select 'meals_H', survey_mean(meals) from responses where stype = 2
  union all
  select 'meals_M', survey_mean(meals) from responses where stype = 3
)
select replace(name, '.', '_') as row_key, name as label, of['estimate'] as x, of['se'] as x_se, of['low'] as x_low, of['upp'] as x_upp
from estimates
union all
select replace(name, '.', '_') || '_se', name || '.se', of['se'], null, null, null
from estimates
order by row_key
