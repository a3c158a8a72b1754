//! `tables.toml`: what it may not say, and the tables that it makes.

use topline_survey::{BaseRule, Plan, Statistic, Table};

use crate::project::{Added, plan, problems};

#[track_caller]
fn check(tables: &str, expect: &[&str]) {
    assert_eq!(problems(&Added { tables, ..Added::default() }), expect, "{tables}");
}

fn table(rest: &str) -> String {
    format!("[[table]]\nid = 't'\n{rest}\n")
}

#[test]
fn tables_and_banners_have_names_of_their_own() {
    check(&table("rows = 'sex'"), &[]);
    check(&table("rows = 'sex'").repeat(2), &["tables/table-twice: there are two tables `t`"]);
    let not =
        |name: &str| format!("tables/not-a-name: `{name}` is not a name: letters, digits and `_`, a letter first");
    check(&table("rows = 'sex'").replace("'t'", "'a b'"), &[&not("a b")]);
    check(&table("rows = 'sex'\nnets = [{ id = 'n 1', label = 'N', codes = [1] }]"), &[&not("n 1")]);
    let banner = |id: &str| format!("[[banner]]\nid = '{id}'\nbreaks = [{{ question = 'sex' }}]\n");
    check(&banner("b"), &[]);
    check(&banner("b").repeat(2), &["tables/banner-twice: there are two banners `b`"]);
    check(&banner("standard"), &["tables/banner-twice: there are two banners `standard`"]);
    check(&banner("b-1"), &[&not("b-1")]);
    let with_figures = |figures: &str, tables: &str| problems(&Added { tables, figures, ..Added::default() });
    assert_eq!(with_figures("t", &table("rows = 'sex'")), ["tables/table-twice: there are two tables `t`"]);
    assert_eq!(
        with_figures("sex", ""),
        ["tables/figures-of-question: `figures/sex.sql` has the name of the table of `sex`"]
    );
    assert_eq!(with_figures("other", &table("rows = 'sex'")), [""; 0]);
}

#[test]
fn breaks_are_options_or_boxes() {
    let unknown = "tables/break-question: a break by the unknown question `sx`";
    let kind =
        |question: &str, kind: &str| format!("tables/break-kind: `{question}` is of kind `{kind}`, which is no break");
    check("[default]\nbanner = [{ question = 'sex' }, { question = 'media', by = [{ question = 'region' }] }]", &[]);
    check("[default]\nbanner = [{ question = 'sx' }]", &[unknown]);
    check("[[banner]]\nid = 'b'\nbreaks = [{ question = 'age' }]", &[&kind("age", "number")]);
    check(
        &table("rows = 'sex'\nbreaks = [{ question = 'region', by = [{ question = 'views' }] }]"),
        &[&kind("views", "grid")],
    );
    check(&table("rows = 'sex'\nbanner = 'standard'"), &[]);
    check(&table("rows = 'sex'\nbanner = 'b'"), &["tables/unknown-banner: there is no banner `b`"]);
    check(
        &table("rows = 'sex'\nbanner = 'standard'\nbreaks = []"),
        &["tables/banner-and-breaks: `t` has both `banner` and `breaks`"],
    );
}

#[test]
fn letters_are_of_two_levels_at_most() {
    let letters = |keys: &str| table(&format!("rows = 'sex'\nletters = {{ {keys} }}"));
    check(&letters("confidence = 0.95, lower_confidence = 0.9"), &[]);
    for wrong in ["0.0", "1.0"] {
        let told = format!("tables/confidence: a confidence of {} is not between 0 and 1", &wrong[..1]);
        check(&letters(&format!("confidence = {wrong}")), &[&told]);
        check(&format!("[default]\nletters = {{ confidence = {wrong} }}"), &[&told]);
    }
    for wrong in ["0.95", "0.96", "0.0"] {
        let lower: f64 = wrong.parse().expect("a number");
        let told = format!("tables/lower-confidence: a lower confidence of {lower} is not between 0 and 0.95");
        check(&letters(&format!("confidence = 0.95, lower_confidence = {wrong}")), &[&told]);
    }
}

#[test]
fn rows_are_questions() {
    check(&table("rows = ['sex', 'region']"), &[]);
    check(&table("rows = ['views.price', 'views.Taste']"), &[]);
    check(&table("rows = 'sx'"), &["tables/rows-question: the rows of `t` are the unknown question `sx`"]);
    check(
        &table("rows = 'views.prize'"),
        &["tables/rows-question: the rows of `t` are the unknown question `views.prize`"],
    );
    check(&table("rows = []"), &["tables/no-rows: the rows of `t` are no question"]);
    for (rows, told) in [
        ("1", "invalid type: integer `1`, expected the name of a question, or a list of them"),
        ("'sex'\nhide = [1.5]", "invalid type: floating point `1.5`, expected a code, or the label of an option"),
        ("'sex'\nhide = [3000000000]", "3000000000 is no code: it is too large"),
        (
            "'sex'\ntests = 1",
            "invalid type: integer `1`, expected `true`, `false`, or a table such as `{ correction = \"holm\" }`",
        ),
    ] {
        check(&table(&format!("rows = {rows}")), &[&format!("toml/value: {told}")]);
    }
    check(&table("rows = ['sex', 'sex']"), &["tables/question-twice: the rows of `t` name a question twice"]);
}

#[test]
fn codes_that_are_named_are_there() {
    for key in ["exclude", "hide"] {
        check(&table(&format!("rows = 'region'\n{key} = [1, 'South', 'Ends', 'dont_know']")), &[]);
        check(&table(&format!("rows = 'region'\n{key} = [4]")), &["tables/unknown-code: `region` has no code 4"]);
        check(
            &table(&format!("rows = 'region'\n{key} = ['East']")),
            &["tables/unknown-option: `region` has no option or net \"East\""],
        );
    }
    check(&table("rows = 'region'\nsort = { fixed = [4] }"), &["tables/unknown-code: `region` has no code 4"]);
    check(
        &table("rows = 'region'\nnets = [{ id = 'n', label = 'N', codes = [1, 4] }]"),
        &["tables/unknown-code: `region` has no code 4"],
    );
    // Ranks are codes of a ranking: as many as it has items.
    check(&table("rows = 'ranked'\nhide = [1, 2]"), &[]);
    for code in [0, 3] {
        let told = format!("tables/unknown-code: `ranked` has no code {code}");
        check(&table(&format!("rows = 'ranked'\nhide = [{code}]")), &[&told]);
    }
}

#[test]
fn questions_of_one_table_agree() {
    let codebook = "[[question]]\nid = 'other'\nkind = 'single'\ntext = '?'\ncolumn = 'o'\noptions = [{ code = 1, label = 'Women' }, { code = 2, label = 'Men' }]\n";
    let found = |tables: &str, codebook: &str| problems(&Added { codebook, tables, ..Added::default() });
    assert_eq!(
        found(&table("rows = ['sex', 'other']\nhide = ['Men']"), codebook),
        ["tables/option-differs: \"Men\" has other codes in `other` than in `sex`"]
    );
    assert_eq!(found(&table("rows = ['sex', 'other']\nhide = [1]"), codebook), [""; 0]);
    let excluding = format!("{codebook}exclude = [1]\n");
    assert_eq!(
        found(&table("rows = ['sex', 'other']"), &excluding),
        ["tables/exclude-differs: `sex` and `other` exclude other codes in the codebook"]
    );
    assert_eq!(found(&table("rows = ['sex', 'other']\nexclude = []"), &excluding), [""; 0]);
    // What all exclude alike, the table does.
    let alike = format!("{excluding}{}", excluding.replace("'other'", "'third'").replace("'o'", "'p'"));
    let read = plan(&Added { codebook: &alike, tables: &table("rows = ['other', 'third']"), ..Added::default() });
    let excluded = |id: &str| read.tables.iter().find(|table| table.id == id).map(|table| table.exclude.as_slice());
    assert_eq!((excluded("t"), excluded("other"), excluded("sex")), (Some(&[1][..]), Some(&[1][..]), Some(&[][..])));
}

#[test]
fn boxes_are_some_of_the_options() {
    // `region` has three options without a mark.
    for key in ["top_boxes", "bottom_boxes"] {
        for right in [1, 2] {
            check(&table(&format!("rows = 'region'\n{key} = {right}")), &[]);
        }
        for wrong in [0, 3] {
            let told = format!("tables/boxes: {wrong} boxes of `region`, which has 3 options");
            check(&table(&format!("rows = 'region'\n{key} = {wrong}")), &[&told]);
        }
    }
}

#[test]
fn statistics_are_of_the_kind_of_question() {
    for (rows, statistic) in [
        ("region", "mean"),
        ("views", "net_promoter_score"),
        ("media", "response_percent"),
        ("media", "mean_answers"),
        ("ranked", "rank_score"),
        ("age", "median"),
        ("words", "count"),
    ] {
        check(&table(&format!("rows = '{rows}'\nbase = 'asked'\nstatistics = ['{statistic}']")), &[]);
    }
    for (rows, kind, statistic, called) in [
        ("media", "multi", "mean", "mean"),
        ("region", "single", "response_percent", "response_percent"),
        ("region", "single", "rank_score", "rank_score"),
        ("words", "text", "mean", "mean"),
    ] {
        let told = format!("tables/statistic-kind: `{rows}` is of kind `{kind}`, which has no {called}");
        check(&table(&format!("rows = '{rows}'\nbase = 'asked'\nstatistics = ['{statistic}']")), &[&told]);
    }
    check(&table("rows = 'media'\nmean = true"), &["tables/tick-mean: `media` ticks options, which have no mean"]);
    check(&table("rows = 'media'\nmean = false"), &[]);
    check(&table("rows = 'region'\nmean = true"), &[]);
}

#[test]
fn keys_are_of_the_kind_of_question() {
    for (rows, key) in [
        ("age", "bands = [18, 30]"),
        ("age", "percentiles = [10, 90]"),
        ("region", "percentiles = [50]"),
        ("region", "other_below = 5.0"),
        ("media", "other_below = 5.0"),
        ("ranked", "unranked = 'last'"),
        ("age", "unranked = 'leave_out'"),
        ("views", "arrangement = 'side_by_side'"),
        ("sex", "arrangement = 'blocks'"),
    ] {
        check(&table(&format!("rows = '{rows}'\n{key}")), &[]);
    }
    check(&table("rows = ['sex', 'region']\narrangement = 'side_by_side'"), &[]);
    for (rows, kind, key, what) in [
        ("sex", "single", "bands = [18, 30]", "bands"),
        ("media", "multi", "percentiles = [50]", "percentiles"),
        ("age", "number", "other_below = 5.0", "options"),
        ("age", "number", "top_boxes = 1", "top boxes"),
        ("ranked", "rank", "top_boxes = 1", "top boxes"),
        ("ranked", "rank", "bottom_boxes = 1", "bottom boxes"),
        ("sex", "single", "unranked = 'last'", "ranks"),
        ("sex", "single", "arrangement = 'side_by_side'", "items to arrange"),
    ] {
        let told = format!("tables/key-kind: `{rows}` is of kind `{kind}`, which has no {what}");
        check(&table(&format!("rows = '{rows}'\n{key}")), &[&told]);
    }
}

#[test]
fn bounds_and_percentages_can_be() {
    for wrong in ["[]", "[30, 18]", "[18, 18]", "[18, inf]", "[nan]"] {
        check(
            &table(&format!("rows = 'age'\nbands = {wrong}")),
            &["tables/bands: bounds of bands are numbers that ascend"],
        );
    }
    check(&table("rows = 'age'\npercentiles = [1, 99]"), &[]);
    check(
        &table("rows = 'age'\npercentiles = [0, 50, 100]"),
        &[
            "tables/percentile: 0 is no percentile: they go from 1 to 99",
            "tables/percentile: 100 is no percentile: they go from 1 to 99",
        ],
    );
    check(&table("rows = 'sex'\nother_below = 0.0"), &[]);
    for (wrong, told) in [("100.0", "100"), ("-1.0", "-1")] {
        let told = format!("tables/other-below: {told} is no percentage below 100");
        check(&table(&format!("rows = 'sex'\nother_below = {wrong}")), &[&told]);
    }
    check(
        &table("rows = 'region'\nnets = [{ id = 'ends', label = 'N', codes = [1] }]"),
        &["tables/row-twice: there are two rows `ends` of `region`"],
    );
}

#[test]
fn of_words_the_base_is_more_than_those_who_answered() {
    let told = "tables/everyone-answered: out of those who answered, everybody answered: give another `base`";
    check(&table("rows = 'words'"), &[]);
    check(&table("rows = 'words'\nbase = 'answered'"), &[told]);
    check(&table("rows = 'day'\nbase = 'answered'"), &[told]);
    check(&table("rows = 'words'\nbase = 'answered'\nstatistics = ['count']"), &[]);
    check(&table("rows = 'age'\nbase = 'answered'"), &[]);
    check(&table("rows = ['words', 'sex']\nbase = 'answered'"), &[]);
}

#[test]
fn a_table_is_sorted_by_a_column_that_it_has() {
    let sorted =
        |by: &str| table(&format!("rows = 'sex'\nbreaks = [{{ question = 'region' }}]\nsort = {{ by = '{by}' }}"));
    for right in ["total", "region.1", "region.North"] {
        check(&sorted(right), &[]);
    }
    for wrong in ["region.7", "region", "sex.1"] {
        check(&sorted(wrong), &[&format!("tables/sort-column: the table `t` has no column `{wrong}`")]);
    }
}

fn found<'p>(plan: &'p Plan, id: &str) -> &'p Table {
    plan.tables.iter().find(|table| table.id == id).expect("the table")
}

fn ids(plan: &Plan) -> Vec<&str> {
    plan.tables.iter().map(|table| table.id.as_str()).collect()
}

#[test]
fn each_coded_or_numeric_question_has_a_table() {
    let read = plan(&Added::default());
    // Words and days have none, nor has what is private.
    assert_eq!(ids(&read), ["sex", "region", "media", "views", "ranked", "age"]);
    assert_eq!(found(&read, "sex").statistics, [Statistic::ColumnPercent]);
    assert_eq!(found(&read, "age").statistics, [Statistic::ColumnPercent, Statistic::Mean]);
    assert_eq!(found(&read, "ranked").statistics, [Statistic::ColumnPercent, Statistic::Mean]);
    // The name of a question is its own table; other rows under its name leave it without one.
    let own = "[[table]]\nid = 'region'\nrows = 'region'\nmean = true\n[[table]]\nid = 'sex'\nrows = 'age'\n";
    let read = plan(&Added { tables: own, ..Added::default() });
    assert_eq!(ids(&read), ["region", "media", "views", "ranked", "age", "sex"]);
    assert_eq!(found(&read, "region").statistics, [Statistic::ColumnPercent, Statistic::Mean]);
}

#[test]
fn defaults_hold_where_a_table_says_nothing() {
    let tables = "
        [default]
        banner = [{ question = 'sex' }, { question = 'region', by = [{ question = 'media' }] }]
        base = 'all'
        show_no_answer = true
        show_missing = true
        show_bases = ['asked']
        statistics = ['count']
        letters = { confidence = 0.9 }
        tests = true
        [[banner]]
        id = 'b'
        breaks = [{ question = 'media' }]
        [[table]]
        id = 'plain'
        rows = 'age'
        [[table]]
        id = 'own'
        rows = 'age'
        banner = 'b'
        base = 'answered'
        show_no_answer = false
        show_missing = false
        show_bases = []
        statistics = ['mean']
        letters = { confidence = 0.99 }
        tests = false
        decimals = 2
        [[table]]
        id = 'said'
        rows = 'words'
        [[table]]
        id = 'with_region'
        rows = 'region'
    ";
    let read = plan(&Added { tables, ..Added::default() });
    let breaks = |id: &str| found(&read, id).breaks.iter().map(|by| by.question.clone()).collect::<Vec<_>>();
    for id in ["age", "plain"] {
        let table = found(&read, id);
        assert_eq!(table.base, BaseRule::All);
        assert!(table.show_no_answer && table.show_missing);
        assert_eq!(table.show_bases, [BaseRule::Asked]);
        assert!(table.statistics.starts_with(&[Statistic::Count]));
        assert!(table.letters.is_some_and(|letters| letters.confidence < 0.91));
        assert!(table.tests.is_some());
        assert_eq!(breaks(id), ["sex", "region"]);
    }
    let own = found(&read, "own");
    assert_eq!((own.base, own.decimals), (BaseRule::Answered, Some(2)));
    assert!(!own.show_no_answer && !own.show_missing && own.show_bases.is_empty() && own.tests.is_none());
    assert_eq!(own.statistics, [Statistic::Mean]);
    assert!(own.letters.is_some_and(|letters| letters.confidence > 0.98));
    assert_eq!(breaks("own"), ["media"]);
    // Those who were asked are the base of words; a table is not broken by its own question, at any depth.
    assert_eq!(found(&read, "said").base, BaseRule::Asked);
    assert_eq!(breaks("with_region"), ["sex"]);
    assert_eq!(breaks("media"), ["sex"]);
    assert_eq!(breaks("sex"), ["region"]);
}

#[test]
fn codes_are_named_by_number_label_net_or_mark() {
    let tables = table("rows = 'region'\nexclude = ['dont_know', 9]\nhide = ['Ends', 'South', 'west']");
    let read = plan(&Added { tables: &tables, ..Added::default() });
    let table = found(&read, "t");
    assert_eq!(table.exclude, [9], "each once");
    assert_eq!(table.hide, [1, 2, 3]);
    let sorted = "[[table]]\nid = 't'\nrows = 'sex'\nbreaks = [{ question = 'region' }]\nsort = { by = 'region.South', order = 'ascending', fixed = ['Men'] }\n";
    let read = plan(&Added { tables: sorted, ..Added::default() });
    let sort = found(&read, "t").sort.clone().expect("a sort");
    assert_eq!((sort.by.as_str(), sort.fixed.as_slice()), ("region.2", [1].as_slice()));
    let read = plan(&Added { tables: &sorted.replace("region.South", "total"), ..Added::default() });
    assert_eq!(found(&read, "t").sort.clone().expect("a sort").by, "", "the total has no name");
}

#[test]
fn items_of_a_grid_are_shown_in_part() {
    let tables = table("rows = ['views.price', 'views.Taste', 'sex']");
    let read = plan(&Added { tables: &tables, ..Added::default() });
    let shown = found(&read, "t");
    assert_eq!(shown.rows, ["views", "sex"]);
    let items: Vec<(&str, &str)> = shown.items.iter().map(|(id, item)| (id.as_str(), item.as_str())).collect();
    assert_eq!(items, [("views", "price"), ("views", "taste")]);
}
