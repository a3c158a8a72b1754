//! Each wave of each figure, with its change on the wave before and on the first, as a list.

use std::io::Write;

use serde::Serialize;
use topline_pipeline::{Change, WaveDifference};

use crate::arguments::Format;
use crate::failure::Failure;
use crate::listing::{self, Entry, cell};
use crate::wave_list::{Listed, aligned, label, mark, marked, signed, unlike};

#[derive(Serialize)]
struct Step<'c> {
    figure: String,
    label: String,
    unit: &'c str,
    wave: &'c str,
    value: Option<&'c str>,
    se: Option<f64>,
    on_before: Option<f64>,
    on_before_se: Option<f64>,
    on_before_df: Option<f64>,
    on_before_p: Option<f64>,
    on_first: Option<f64>,
    on_first_se: Option<f64>,
    on_first_df: Option<f64>,
    on_first_p: Option<f64>,
    per_wave: Option<f64>,
    per_wave_se: Option<f64>,
    per_wave_p: Option<f64>,
}

impl Entry for Step<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "figure",
        "label",
        "unit",
        "wave",
        "value",
        "se",
        "on_before",
        "on_before_se",
        "on_before_df",
        "on_before_p",
        "on_first",
        "on_first_se",
        "on_first_df",
        "on_first_p",
        "per_wave",
        "per_wave_se",
        "per_wave_p",
    ];

    fn cells(&self) -> Vec<String> {
        let texts = [&self.figure, &self.label].map(Clone::clone);
        let more = [self.unit, self.wave, self.value.unwrap_or_default()].map(str::to_owned);
        let numbers = [
            self.se,
            self.on_before,
            self.on_before_se,
            self.on_before_df,
            self.on_before_p,
            self.on_first,
            self.on_first_se,
            self.on_first_df,
            self.on_first_p,
            self.per_wave,
            self.per_wave_se,
            self.per_wave_p,
        ];
        texts.into_iter().chain(more).chain(numbers.map(cell)).collect()
    }
}

/// Writes the waves of each figure; and for a person what is not alike.
pub(crate) fn write(listed: &Listed<'_>, format: Format, out: &mut impl Write) -> Result<(), Failure> {
    let Listed { comparison, names, .. } = *listed;
    let steps = comparison.changes.iter().flat_map(|change| steps(change, names));
    match format {
        Format::Csv => listing::csv(steps, out)?,
        Format::Json => listing::json(steps, out)?,
        Format::Table => {
            let text = table(listed) + &unlike(comparison, names);
            out.write_all(text.as_bytes()).map_err(Failure::Output)?;
        }
    }
    Ok(())
}

fn steps<'c>(change: &'c Change, names: &'c [&'c str]) -> impl Iterator<Item = Step<'c>> {
    let part = |difference: Option<WaveDifference>| {
        let of = |number: fn(&WaveDifference) -> Option<f64>| difference.as_ref().and_then(number);
        [of(|own| Some(own.change)), of(|own| own.se), of(|own| own.df), of(|own| own.p)]
    };
    change.waves.iter().zip(names).map(move |(wave, name)| {
        let [on_before, on_before_se, on_before_df, on_before_p] = part(wave.on_before);
        let [on_first, on_first_se, on_first_df, on_first_p] = part(wave.on_first);
        Step {
            figure: change.key.to_string(),
            label: label(change),
            unit: change.unit.as_str(),
            wave: name,
            value: wave.published.as_deref(),
            se: wave.se,
            on_before,
            on_before_se,
            on_before_df,
            on_before_p,
            on_first,
            on_first_se,
            on_first_df,
            on_first_p,
            per_wave: change.trend.map(|trend| trend.per_wave),
            per_wave_se: change.trend.and_then(|trend| trend.se),
            per_wave_p: change.trend.and_then(|trend| trend.p),
        }
    })
}

/// The waves for a person, one below the other.
fn table(listed: &Listed<'_>) -> String {
    let mut rows =
        vec![["figure", "wave", "value", "error", "on before", "p", "on first", "p"].map(str::to_owned).to_vec()];
    for change in &listed.comparison.changes {
        for (wave, name) in change.waves.iter().zip(listed.names) {
            let part = |of: Option<WaveDifference>| {
                [signed(of.map(|own| own.change)), marked(of.and_then(|own| own.p), listed.confidence)]
            };
            let value = wave.published.clone().unwrap_or_else(|| "-".to_owned());
            let error = wave.se.map_or_else(|| "-".to_owned(), |se| format!("{se:.1}"));
            let figure = format!("{}  {}", change.key, label(change));
            let own = [figure, (*name).to_owned(), value, error];
            rows.push(own.into_iter().chain(part(wave.on_before)).chain(part(wave.on_first)).collect());
        }
    }
    aligned(&rows) + &mark(listed.confidence)
}
