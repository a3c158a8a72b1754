//! How the errors of a wave's figures are made up, where the wave has clusters, respondents or replicates in common with others.
//!
//! The parts of an error are as many as the clusters or respondents, so they are made when a figure is compared, from where each
//! respondent stands: two bytes for each respondent and question are in memory.

use std::collections::HashMap;

use topline_estimate::design::{DegreesOfFreedom, Design};
use topline_estimate::deviations::{ErrorPart, error_parts, first_parts, ratio_deviations};
use topline_estimate::inference::Domain;
use topline_estimate::parts::Part as Ratio;
use topline_records::{RESPONDENT, ROW_ID};
use topline_survey::{Figure, FigureRef, Plan, Repeats, Unit};
use topline_tally::{Pair, Standing};

use crate::aggregate_error::AggregateError;
use crate::columns::Columns;
use crate::condition::name;
use crate::counting::count_tables;
use crate::design_questions::{WHAT, failed};
use crate::layout::{Layout, Restricted};
use crate::page_rows::{Reads, read_arrays, read_pages};
use crate::ratio::ratio;
use crate::session::Session;
use crate::standard_errors::estimate_error;

/// What the errors of a wave's figures are made of.
pub struct WaveErrors {
    design: Design,
    /// What each part of an error is of.
    pub(crate) parts: Vec<ErrorPart>,
    /// What each part is called in all waves; of what does not repeat, nothing.
    pub(crate) names: Vec<Option<String>>,
    /// The part of the first stage that each row is in.
    first_part: Vec<Option<usize>>,
    layout: Layout,
    read: Restricted,
    standing: Option<Standing>,
    ratios: HashMap<FigureRef, (usize, Ratio)>,
}

/// The parts of the error of a figure.
pub(crate) struct FigureParts {
    pub parts: Vec<f64>,
    /// Whether each part has respondents in the base.
    pub present: Vec<bool>,
}

impl std::fmt::Debug for WaveErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WaveErrors").field("parts", &self.parts.len()).finish_non_exhaustive()
    }
}

/// What the errors of the figures of these tables are made of; nothing of a wave that has nothing in common with others.
///
/// # Errors
/// Responses that cannot be read, or that the design does not fit.
pub async fn wave_errors(session: &Session, plan: &Plan) -> Result<Option<WaveErrors>, AggregateError> {
    let declared = plan.survey.design.as_ref();
    let Some((declared, repeats)) = declared.and_then(|own| Some((own, own.repeats.as_ref()?))) else {
        return Ok(None);
    };
    let design = session.sample().await?.design().clone();
    let Some(parts) = error_parts(&design) else { return Ok(None) };
    let names = names(session, declared, repeats, &parts).await?;
    let (layout, _) = count_tables(session, plan).await?;
    let ratios = ratios(plan, &layout);
    let mut pairs: Vec<usize> = ratios.values().map(|(pair, _)| *pair).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let read = Restricted::to_pairs(&layout, &pairs);
    let standing = if pairs.is_empty() { None } else { Some(standing(session, &read).await?) };
    let first_part = first_parts(&design);
    Ok(Some(WaveErrors { design, parts, names, first_part, layout, read, standing, ratios }))
}

/// The ratio that each figure is.
fn ratios(plan: &Plan, layout: &Layout) -> HashMap<FigureRef, (usize, Ratio)> {
    let mut ratios = HashMap::new();
    for part in &layout.parts {
        for spot in part.spots() {
            let Some((pair, ratio)) = ratio(&layout.tally, part, &spot) else { continue };
            let Some(pair) = layout.pairs.get(&pair) else { continue };
            let figure = FigureRef {
                table: plan.tables[part.table].id.clone(),
                item: part.key.clone(),
                row: spot.row.of.key.clone(),
                column: spot.column.key.clone(),
            };
            ratios.insert(figure, (*pair, ratio));
        }
    }
    ratios
}

async fn standing(session: &Session, read: &Restricted) -> Result<Standing, AggregateError> {
    let reads = Reads { what: WHAT, tally: &read.tally, arguments: &read.arguments };
    match read_pages(session, reads, Standing::new(&read.tally)).await? {
        Some(standing) => Ok(standing),
        None => read_arrays(session, reads, Standing::new(&read.tally)).await,
    }
}

impl WaveErrors {
    /// The parts of the error of a figure, in its own unit; nothing of a figure that has no error.
    pub(crate) fn parts_of(&self, figure: &Figure<'_>) -> Result<Option<FigureParts>, AggregateError> {
        let (Some((pair, ratio)), Some(standing)) = (self.ratios.get(&figure.name()), &self.standing) else {
            return Ok(None);
        };
        let scale = if figure.row.unit == Unit::Percent { 100.0 } else { 1.0 };
        let rows = self.rows(*pair, ratio, standing);
        let meets = self.layout.tally.pairs[*pair].filter.and_then(|filter| standing.meets(self.read.argument(filter)));
        let domain = meets.map_or(Domain::Whole, Domain::Where);
        let parts = ratio_deviations(&self.design, domain, &rows.counted, &rows.base)
            .map_err(|error| failed(estimate_error(error)))?;
        let mut present = vec![self.design.counted() == DegreesOfFreedom::Design; self.parts.len()];
        for ((in_base, weight), part) in rows.base.iter().zip(self.design.weights()).zip(&self.first_part) {
            if let Some(part) = part.filter(|_| *in_base > 0.0 && weight.abs() > 0.0) {
                present[part] = true;
            }
        }
        Ok(Some(FigureParts { parts: parts.into_iter().map(|part| scale * part).collect(), present }))
    }

    /// What each row counts for, and whether it is in the base.
    fn rows(&self, pair: usize, ratio: &Ratio, standing: &Standing) -> RatioRows {
        let tally = &self.layout.tally;
        let Pair { rows, columns, filter, value } = &tally.pairs[pair];
        let cells = tally.cells_of(&tally.pairs[pair]);
        let [mut counted, mut of_value, mut in_base] = [vec![0.0; cells], vec![0.0; cells], vec![0.0; cells]];
        for (cell, factor) in &ratio.counted {
            if *cell < cells { counted[*cell] += factor } else { of_value[cell - cells] += factor }
        }
        ratio.base.iter().for_each(|cell| in_base[*cell] += 1.0);
        let places = standing.places(self.read.dimension(*rows));
        let axes: Vec<(&[u16], usize)> = columns
            .iter()
            .map(|column| (standing.places(self.read.dimension(*column)), tally.dimensions[*column].places()))
            .collect();
        let meets = filter.and_then(|filter| standing.meets(self.read.argument(filter)));
        let values = value.and_then(|value| standing.values(self.read.argument(value)));
        let mut found = RatioRows { counted: vec![0.0; places.len()], base: vec![0.0; places.len()] };
        for row in 0..places.len() {
            if meets.is_some_and(|meets| !meets[row]) {
                continue;
            }
            let cell =
                axes.iter().fold(usize::from(places[row]), |cell, (own, width)| cell * width + usize::from(own[row]));
            let value = values.map_or(0.0, |values| if values[row].is_finite() { values[row] } else { 0.0 });
            found.counted[row] = counted[cell] + of_value[cell] * value;
            found.base[row] = in_base[cell];
        }
        found
    }
}

struct RatioRows {
    counted: Vec<f64>,
    base: Vec<f64>,
}

/// What each part of an error is called in all waves: by the codes of its clusters, by its respondent, or by its number.
async fn names(
    session: &Session,
    design: &topline_survey::Design,
    repeats: &Repeats,
    parts: &[ErrorPart],
) -> Result<Vec<Option<String>>, AggregateError> {
    let mut wanted = vec![ROW_ID.to_owned()];
    let mut column = |id: &str| {
        wanted.push(format!("cast({} as varchar)", name(id)));
        wanted.len() - 1
    };
    let stages: Vec<[Option<usize>; 2]> = design
        .stage
        .iter()
        .enumerate()
        .map(|(place, stage)| {
            let strata = stage.strata.as_deref().filter(|_| design.nest || place > 0);
            [strata, stage.clusters.as_deref()].map(|id| id.map(&mut column))
        })
        .collect();
    let respondent = repeats.respondents.as_ref().map(|id| column(if id == "respondent" { RESPONDENT } else { id }));
    let sql = format!("select {} from responses order by {ROW_ID}", wanted.join(", "));
    let (_, batches) = session.rows(WHAT, &sql).await?;
    let arrow = |error: arrow::error::ArrowError| failed(error.into());
    let columns = Columns::new(&batches);
    let texts = (0..wanted.len()).map(|column| columns.texts(column).map_err(arrow));
    let read: Vec<Vec<Option<String>>> = texts.collect::<Result<_, _>>()?;
    let text = |column: usize, row: usize| -> Option<&str> {
        let text = read[column][row].as_deref()?;
        Some(text.strip_suffix(".0").unwrap_or(text))
    };
    let path = |stage: usize, row: usize| -> Option<String> {
        let steps = stages.iter().take(stage + 1).map(|[strata, clusters]| {
            let stratum = strata.map_or(Some(""), |column| text(column, row))?;
            let cluster = clusters.map_or(Some(""), |column| text(column, row))?;
            Some(format!("{stratum}\u{1f}{cluster}"))
        });
        Some(steps.collect::<Option<Vec<_>>>()?.join("\u{1e}"))
    };
    let named = parts.iter().map(|part| match *part {
        ErrorPart::Cluster { stage, row, .. } => repeats.clusters.then(|| path(stage, row))?,
        ErrorPart::Row { stage, row, .. } => {
            let own = text(respondent?, row)?;
            let clusters = if stage > 0 { path(stage - 1, row)? } else { String::new() };
            Some(format!("{clusters}\u{1d}{own}"))
        }
        ErrorPart::Replicate { number } => repeats.replicates.then(|| number.to_string()),
    });
    Ok(named.collect())
}
