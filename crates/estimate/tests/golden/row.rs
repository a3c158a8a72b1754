//! A row of the golden file, and how an answer compares with it.

use std::collections::HashMap;

pub struct Row {
    pub id: String,
    pub dataset: String,
    pub design: String,
    pub statistic: String,
    pub variable: String,
    pub level: String,
    pub domain: String,
    pub method: String,
    pub extra: HashMap<String, String>,
    /// Every number the row states, by name.
    pub numbers: Vec<(String, f64)>,
}

const NUMBERS: [&str; 7] = ["estimate", "se", "ci_low", "ci_high", "df", "deff", "n"];

impl Row {
    pub fn read(names: &csv::StringRecord, record: &csv::StringRecord) -> Self {
        let cell = |name: &str| {
            let place = names.iter().position(|own| own == name).expect("a column");
            record[place].to_owned()
        };
        let extra: HashMap<String, String> = cell("extra")
            .split(';')
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let stated = NUMBERS.iter().map(|name| ((*name).to_owned(), cell(name)));
        let more = extra.iter().map(|(name, value)| (name.clone(), value.clone()));
        let mut numbers: Vec<(String, f64)> =
            stated.chain(more).filter_map(|(name, value)| Some((name, value.parse().ok()?))).collect();
        numbers.sort_by(|a, b| a.0.cmp(&b.0));
        Self {
            id: cell("id"),
            dataset: cell("dataset"),
            design: cell("design"),
            statistic: cell("statistic"),
            variable: cell("variable"),
            level: cell("level"),
            domain: cell("domain"),
            method: cell("ci_method"),
            extra,
            numbers,
        }
    }

    /// The relative difference that counts as none.
    pub fn tolerance(&self) -> f64 {
        // Weights that R finds by iteration, and its logistic regressions, are only as good as their stopping rule.
        let weighted = ["clus1_rake", "clus1_cal", "clus1_trim", "synth_rim"];
        let iterative = weighted.iter().any(|name| self.design.starts_with(name))
            || ["svyciprop_logit", "svyciprop_likelihood"].contains(&self.method.as_str());
        if self.statistic == "svychisq_lincom" {
            1e-4
        } else if iterative || self.statistic == "svychisq_saddlepoint" {
            1e-6
        } else {
            1e-9
        }
    }

    /// The numbers that an answer has otherwise, or not at all: each with its name, what was found and what is expected.
    pub fn differences(&self, fields: &[(&'static str, f64)]) -> Vec<(&str, f64, f64)> {
        let size = self.number("estimate").unwrap_or(1.0).abs().max(1.0);
        let mut differences = Vec::new();
        for (name, expect) in self.numbers.iter().filter(|(name, _)| !Self::is_note(name)) {
            let found = fields.iter().find(|(own, _)| own == name).map_or(f64::NAN, |(_, found)| *found);
            let near = (found - expect).abs() <= self.tolerance() * expect.abs();
            let nothing = expect.abs() <= 1e-12 * size && found.abs() <= 1e-12 * size;
            if !near && !nothing {
                differences.push((name.as_str(), found, *expect));
            }
        }
        differences
    }

    pub fn number(&self, name: &str) -> Option<f64> {
        self.numbers.iter().find(|(own, _)| own == name).map(|(_, value)| *value)
    }

    /// Numbers that describe the row, and are not results.
    fn is_note(name: &str) -> bool {
        name.starts_with("df_") || name == "mse" || name == "qrule"
    }
}
