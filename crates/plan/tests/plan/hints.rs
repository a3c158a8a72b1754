//! What a problem advises.

use crate::project::{Added, hints};

#[track_caller]
fn check(added: &Added<'_>, expect: &[&str]) {
    assert_eq!(hints(added), expect);
}

fn question(rest: &str) -> String {
    format!("[[question]]\nid = 'q'\ntext = 'Q?'\n{rest}\n")
}

#[test]
fn names_that_are_near_are_offered_or_all_of_them() {
    let tables = |tables: &'static str| Added { tables, ..Added::default() };
    check(&tables("[[table]]\nid = 't'\nrows = 'regoin'\n"), &["did you mean `region`?"]);
    check(&tables("[[table]]\nid = 't'\nrows = 'sex'\nbanner = 'zzzz'\n"), &["known: standard"]);
    check(&tables("[default]\nbanner = [{ question = 'zzzz' }]\n"), &["known: sex, region, media"]);
    check(
        &tables("[[table]]\nid = 't'\nrows = 'zzzz.zzz'\n"),
        &[
            "known: sex, region, media, views, ranked, age, words, secret, day, views.price, views.taste, ranked.a, ranked.b",
        ],
    );
    // More than thirty are not listed.
    let many: String = (0..30)
        .map(|at| {
            question("kind = 'text'\ncolumn = 'c'")
                .replace("'q'", &format!("'x{at}'"))
                .replace("'c'", &format!("'c{at}'"))
        })
        .collect::<Vec<_>>()
        .concat();
    let added = Added { codebook: &many, tables: "[[table]]\nid = 't'\nrows = 'zzzzzzzz'\n", ..Added::default() };
    check(&added, &["-"]);
}

#[test]
fn a_codebook_is_told_what_it_can_say() {
    let codebook = |text: &str| hints(&Added { codebook: text, ..Added::default() });
    let options = "options = [{ code = 1, label = 'A' }, { code = 2, label = 'B' }]";
    let net = question(&format!(
        "kind = 'single'\ncolumn = 'c'\n{options}\nnets = [{{ id = 'n', label = 'N', codes = [3] }}]"
    ));
    assert_eq!(codebook(&net), ["the codes are 1, 2"]);
    let single =
        question("kind = 'single'\noptions = [{ code = 1, label = 'A', column = 'a' }, { code = 2, label = 'B' }]");
    assert_eq!(codebook(&single), ["a single has one `column`, or a column for each option"]);
    let multi = question("kind = 'multi'\noptions = [{ code = 1, label = 'A' }]");
    assert_eq!(codebook(&multi), ["a multi has a column for each option, or one column and a `separator`"]);
    let scale = question("kind = 'single'\ncolumn = 'c'\nscale = 'agre'");
    assert_eq!(codebook(&scale)[0], "scales are declared under `[[scale]]`");
    let near = format!("[[scale]]\nid = 'agree'\n{options}\n{scale}");
    assert_eq!(codebook(&near)[0], "did you mean agree?");
}
