//! Where respondents come from: rows drawn from a reference table, spread evenly, shared out among respondents.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::random::Random;
use crate::spec::DrawSpec;

/// A row of a reference table, by column.
pub(crate) type Place = BTreeMap<String, String>;

/// Places cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlacesError {
    /// A draw asks for more rows than there are.
    #[error("draw {wanted} rows of `{reference}`: only {found} that are left satisfy the draw's `where`")]
    TooFew {
        /// The reference table.
        reference: String,
        /// How many rows the draw asks for.
        wanted: usize,
        /// How many there are.
        found: usize,
    },
    /// A draw has respondents and no rows, or more rows than respondents.
    #[error("share out {rows} rows of `{reference}` among {respondents} respondents: each row needs one")]
    Unshared {
        /// The reference table.
        reference: String,
        /// How many rows.
        rows: usize,
        /// How many respondents.
        respondents: usize,
    },
}

/// A place for each respondent of the draws, in random order.
pub(crate) fn draw<'r>(
    random: &mut Random,
    reference: &str,
    table: &'r [Place],
    specs: &[DrawSpec],
) -> Result<Vec<&'r Place>, PlacesError> {
    let mut places = Vec::new();
    for spec in specs {
        let (rows, respondents) = (spec.rows, spec.respondents);
        let allowed = |place: &&Place| {
            spec.among
                .iter()
                .all(|(column, values)| place.get(column.get_ref()).is_some_and(|value| values.contains(value)))
        };
        let is_free = |place: &&Place| !places.iter().any(|taken: &&Place| std::ptr::eq(*taken, *place));
        let mut among: Vec<&Place> = table.iter().filter(allowed).filter(is_free).collect();
        if among.len() < rows {
            return Err(PlacesError::TooFew { reference: reference.to_owned(), wanted: rows, found: among.len() });
        }
        if rows > respondents || (rows == 0 && respondents > 0) {
            return Err(PlacesError::Unshared { reference: reference.to_owned(), rows, respondents });
        }
        random.shuffle(&mut among);
        among.sort_by_key(|place| spec.spread.iter().map(|column| place.get(column.get_ref())).collect::<Vec<_>>());
        // Every row of the sorted table at equal steps from a random start: each group gets its share.
        let start = random.unit();
        let drawn = (0..rows).map(|nth| {
            among[(((nth as f64 + start) * among.len() as f64 / rows as f64) as usize).min(among.len() - 1)]
        });
        let mut drawn: Vec<&Place> = drawn.collect();
        random.shuffle(&mut drawn);
        let again = drawn.iter().copied().cycle().take(respondents).collect::<Vec<_>>();
        places.extend(again);
    }
    random.shuffle(&mut places);
    Ok(places)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn table() -> Vec<Place> {
        let row = |at: usize| {
            let region = if at < 30 { "North" } else { "South" };
            [("name".to_owned(), format!("place {at}")), ("region".to_owned(), region.to_owned())].into()
        };
        (0..40).map(row).collect()
    }

    fn spec(regions: &str, rows: usize, respondents: usize) -> DrawSpec {
        let text = format!(
            "where = {{ region = {regions} }}\nspread = [\"region\"]\nrows = {rows}\nrespondents = {respondents}"
        );
        toml::from_str(&text).expect("a draw")
    }

    #[test]
    fn a_draw_is_spread_and_shared_out() {
        let table = table();
        let specs = [spec("['North', 'South']", 20, 24)];
        let drawn = draw(&mut Random::new(1, "places"), "places", &table, &specs).expect("places");
        assert_eq!(drawn.len(), 24);
        let names: BTreeSet<&str> = drawn.iter().map(|place| place["name"].as_str()).collect();
        assert_eq!(names.len(), 20);
        // Three of four rows are in the North, so fifteen of twenty drawn.
        let north = drawn.iter().filter(|place| place["region"] == "North").map(|place| &place["name"]);
        assert_eq!(north.collect::<BTreeSet<_>>().len(), 15);
    }

    #[test]
    fn a_row_is_drawn_once() {
        let table = table();
        let specs = [spec("['South']", 6, 6), spec("['South']", 4, 4)];
        let drawn = draw(&mut Random::new(1, "places"), "places", &table, &specs).expect("places");
        let names: BTreeSet<&str> = drawn.iter().map(|place| place["name"].as_str()).collect();
        assert_eq!(names.len(), 10);
    }

    #[test]
    fn draws_that_cannot_be_say_why() {
        let table = table();
        let error = |spec| draw(&mut Random::new(1, "places"), "places", &table, &[spec]).expect_err("refused");
        assert_eq!(
            error(spec("['South']", 11, 11)).to_string(),
            "draw 11 rows of `places`: only 10 that are left satisfy the draw's `where`"
        );
        assert_eq!(
            error(spec("['South']", 5, 4)).to_string(),
            "share out 5 rows of `places` among 4 respondents: each row needs one"
        );
    }
}
