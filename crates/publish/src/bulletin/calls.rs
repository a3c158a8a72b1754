//! The functions of a bulletin: what is said of the figures of headlines.

use std::cmp::Ordering;

use topline_exact::Decimal;
use topline_survey::{BulletinFunction, Figure, FigureRef, Headline, Unit};

use crate::bulletin::error::BulletinError;
use crate::bulletin::markdown::markdown_text;
use crate::bulletin::published_figure::published;
use crate::publication::Publication;
use crate::shown::{sign, with_unit};
use crate::words::{listed, thousands};

/// A headline with its figure.
pub(super) type Named<'p> = (&'p Headline, &'p FigureRef);

/// What a function says of headlines, of which there are as many as it takes.
pub(super) fn call(
    publication: &Publication<'_>,
    function: BulletinFunction,
    of: &[Named<'_>],
) -> Result<String, BulletinError> {
    let figures = of.iter().map(|(headline, key)| published(publication, headline.id.get_ref(), key));
    let figures: Vec<Figure<'_>> = figures.collect::<Result<_, _>>()?;
    let percentage = |index: usize| {
        let figure = figures[index];
        if figure.row.unit == Unit::Percent { Ok(figure) } else { Err(no_share(of[index])) }
    };
    Ok(match function {
        BulletinFunction::Pct => with_unit(&percentage(0)?),
        BulletinFunction::Count => thousands(figures[0].cell.n),
        BulletinFunction::Of => {
            let cell = percentage(0)?.cell;
            format!("{} of {}", thousands(cell.n), thousands(cell.base.n))
        }
        BulletinFunction::Fraction => fraction(percentage(0)?.cell.x.unwrap_or_default() / 100.0),
        BulletinFunction::Compare => compared(&figures[0], &figures[1]).ok_or_else(|| not_alike(of))?,
        BulletinFunction::List => {
            let said = figures.iter().zip(of);
            let said = said.map(|(figure, (headline, _))| {
                format!("{} {}", with_unit(figure), markdown_text(&headline.text)).trim_end().to_owned()
            });
            listed(&said.collect::<Vec<_>>())
        }
    })
}

fn no_share((headline, key): Named<'_>) -> BulletinError {
    BulletinError::NoShare { headline: headline.id.get_ref().clone(), figure: Box::new(key.clone()) }
}

fn not_alike(of: &[Named<'_>]) -> BulletinError {
    let name = |index: usize| of.get(index).map(|(headline, _)| headline.id.get_ref().clone()).unwrap_or_default();
    BulletinError::NotAlike { one: name(0), other: name(1) }
}

/// How the first of two published values differs from the second, as readers would subtract them.
fn compared(one: &Figure<'_>, other: &Figure<'_>) -> Option<String> {
    if one.row.unit != other.row.unit {
        return None;
    }
    let (left, right) = (one.cell.published.value()?, other.cell.published.value()?);
    let (more, less, which) = match left.compare(right) {
        Ordering::Equal => return Some("the same as".to_owned()),
        Ordering::Greater => (left, right, "higher than"),
        Ordering::Less => (right, left, "lower than"),
    };
    let by = Decimal::sum(&[more, Decimal::new(-less.units(), less.decimals())?])?;
    let unit = match one.row.unit {
        Unit::Percent | Unit::Points if by.to_string() == "1" => " point",
        Unit::Percent | Unit::Points => " points",
        Unit::Count | Unit::Score | Unit::Index => sign(one.row.unit),
    };
    Some(format!("{by}{unit} {which}"))
}

/// Fractions that people write: how many parts, of how many, and the words.
const FRACTIONS: [(u32, u32, &str); 13] = [
    (1, 10, "one in ten"),
    (1, 5, "a fifth"),
    (1, 4, "a quarter"),
    (3, 10, "three in ten"),
    (1, 3, "a third"),
    (2, 5, "two fifths"),
    (1, 2, "half"),
    (3, 5, "three fifths"),
    (2, 3, "two thirds"),
    (7, 10, "seven in ten"),
    (3, 4, "three quarters"),
    (4, 5, "four fifths"),
    (9, 10, "nine in ten"),
];

/// A share in words: the nearest fraction, and whether it is more or less. At most five points are between them, as far as `just` reaches
/// in the wordings of claims.
fn fraction(share: f64) -> String {
    const ALL: i64 = 1_000_000_000_000;
    // A third of 81 as a double is not the double nearest to a third.
    let rounded = |share: f64| (share * ALL as f64).round() as i64;
    let off = |(parts, of, _): &(u32, u32, &str)| rounded(share) - rounded(f64::from(*parts) / f64::from(*of));
    match rounded(share) {
        0 => return "none".to_owned(),
        ALL => return "all".to_owned(),
        few if few < ALL / 20 => return "fewer than one in twenty".to_owned(),
        most if most > ALL - ALL / 20 => return "more than nineteen in twenty".to_owned(),
        _ => {}
    }
    let Some(nearest) = FRACTIONS.iter().min_by_key(|fraction| off(fraction).abs()) else { return String::new() };
    match off(nearest).cmp(&0) {
        Ordering::Equal => nearest.2.to_owned(),
        Ordering::Greater => format!("just over {}", nearest.2),
        Ordering::Less => format!("just under {}", nearest.2),
    }
}

#[cfg(test)]
mod tests {
    use super::fraction;

    #[test]
    fn shares_are_the_nearest_fraction() {
        for (n, base, expect) in [
            (0, 79, "none"),
            (79, 79, "all"),
            (1, 79, "fewer than one in twenty"),
            (78, 79, "more than nineteen in twenty"),
            (1, 20, "just under one in ten"),
            (19, 20, "just over nine in ten"),
            (26, 79, "just under a third"),
            (27, 81, "a third"),
            (28, 81, "just over a third"),
            (72, 79, "just over nine in ten"),
            (40, 80, "half"),
            (41, 81, "just over half"),
            (2, 13, "just under a fifth"),
            (8, 80, "one in ten"),
            (11, 16, "just under seven in ten"),
            (13, 20, "just under two thirds"),
            (19, 40, "just under half"),
        ] {
            assert_eq!(fraction(f64::from(n) / f64::from(base)), expect, "{n} of {base}");
        }
    }
}
