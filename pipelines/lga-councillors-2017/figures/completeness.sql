-- Title: Respondents who answered every question with set answers
-- Grain: one row
-- Base: every response
--
-- The ranking Q13 is left out: selecting only some of its priorities is a whole answer. So are the comments.
select
    'answered_all' as row_key,
    'Answered all questions' as label,
    count(*) filter (
        where
            responses."role" is not null
            and responses."Q1a" is not null
            and responses."Q2a" is not null
            and responses."Q3a_commenting" is not null
            and responses."Q3a_shaping" is not null
            and responses."Q3a_approving" is not null
            and responses."Q3a_engaging_communities" is not null
            and responses."Q4a_senior_officers" is not null
            and responses."Q4a_health_wellbeing_board" is not null
            and responses."Q4a_cabinet" is not null
            and responses."Q4a_scrutiny" is not null
            and responses."Q4a_ward_councillors" is not null
            and responses."Q4a_full_council" is not null
            and responses."Q5_ccgs" is not null
            and responses."Q5_acute_providers" is not null
            and responses."Q5_gps" is not null
            and responses."Q5_voluntary_healthcare" is not null
            and responses."Q5_voluntary_social_care" is not null
            and responses."Q5_neighbouring_boards" is not null
            and responses."Q6_ccgs" is not null
            and responses."Q6_acute_providers" is not null
            and responses."Q6_gps" is not null
            and responses."Q6_voluntary_healthcare" is not null
            and responses."Q6_voluntary_social_care" is not null
            and responses."Q6_neighbouring_boards" is not null
            and responses."Q7_health_wellbeing_board" is not null
            and responses."Q7_scrutiny" is not null
            and responses."Q7_informal_meetings" is not null
            and responses."Q7_partnership_board" is not null
            and responses."Q7_stp_board" is not null
            and responses."Q8a" is not null
            and responses."Q9a" is not null
            and responses."Q10a" is not null
            and responses."Q12" is not null
            and responses."Q14_acute_care" is not null
            and responses."Q14_primary_care" is not null
            and responses."Q14_prevention" is not null
            and responses."Q14_adult_social_care" is not null
            and responses."Q14_wider_determinants" is not null
            and responses."Q14_public_services_reform" is not null
            and responses."Q14_voluntary_community" is not null
            and responses."Q14_other_services" is not null
            and responses."Q16a" is not null
            and responses."Q17a" is not null
            and responses."Q17b" is not null
    ) as "count",
    count(*) as base
from responses
order by row_key
