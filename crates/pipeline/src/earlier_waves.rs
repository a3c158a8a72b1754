//! What earlier waves of a survey published, as `[claims] earlier` names them.

use topline_claims::{EarlierValue, EarlierWave};
use topline_store::{Fingerprint, expand, read_input};

use crate::disclosure::figures_file;
use crate::error::RunError;
use crate::load::Pipeline;
use crate::stored_run::stored_values;

/// The earlier waves of a survey, the last name first, and what was read for them.
pub(crate) fn earlier_waves(pipeline: &Pipeline) -> Result<(Vec<EarlierWave>, Vec<Fingerprint>), RunError> {
    let (mut waves, mut inputs) = (Vec::new(), Vec::new());
    for (name, place) in pipeline.plan.survey.claims.earlier.iter().rev() {
        let file = figures_file(place);
        inputs.push(read_input(&pipeline.folder, &file).map_err(RunError::Store)?.fingerprint);
        let path = pipeline.folder.join(expand(&file).map_err(RunError::Store)?);
        let values = stored_values(&path)?;
        let figures = values.into_iter().filter_map(|value| {
            let counts = (u64::try_from(value.n).ok()?, u64::try_from(value.base).ok()?);
            let published = value.published.parse().ok()?;
            Some((value.name.parse().ok()?, EarlierValue { row_label: value.row_label, published, counts }))
        });
        waves.push(EarlierWave { name: name.clone(), figures: figures.collect() });
    }
    Ok((waves, inputs))
}
