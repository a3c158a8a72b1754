-- Title: Very or somewhat favourable views, out of all who rated any character
-- Grain: one row for each character
-- Base: respondents who gave a view of at least one character, whether or not of this one
with characters (place, item, label) as (
    values
    (1, 'han_solo', 'Han Solo'),
    (2, 'luke_skywalker', 'Luke Skywalker'),
    (3, 'princess_leia', 'Princess Leia Organa'),
    (4, 'anakin_skywalker', 'Anakin Skywalker'),
    (5, 'obi_wan_kenobi', 'Obi Wan Kenobi'),
    (6, 'emperor_palpatine', 'Emperor Palpatine'),
    (7, 'darth_vader', 'Darth Vader'),
    (8, 'lando_calrissian', 'Lando Calrissian'),
    (9, 'boba_fett', 'Boba Fett'),
    (10, 'c_3p0', 'C-3P0'),
    (11, 'r2_d2', 'R2 D2'),
    (12, 'jar_jar_binks', 'Jar Jar Binks'),
    (13, 'padme_amidala', 'Padme Amidala'),
    (14, 'yoda', 'Yoda')
),

raters as (
    select count(*) as respondents
    from responses
    where rated_any = 1
),

favourable as (
    select
        item,
        count(*) as respondents
    from answers
    where question = 'view' and code in (1, 2)
    group by item
)

select
    characters.item as row_key,
    characters.label,
    coalesce(favourable.respondents, 0) as count,
    raters.respondents as base
from characters
cross join raters
left join favourable on characters.item = favourable.item
order by characters.place
