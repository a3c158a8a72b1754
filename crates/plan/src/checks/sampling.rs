//! Whether `[design]` and `[weights]` name what is there, and say no two things at once.

use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{
    Codebook, Design, JointProbabilities, Kind, PairRule, Question, Repeats, ReplicateMethod, ReplicateWeights, Stage,
    Survey, Target, TrimRule, WeightMethod, Weights,
};

use crate::faults::{Kinds, SamplingFault as Fault, Slot};
use crate::known::Known;
use crate::problem::Problem;

/// The problems of both sections.
pub(crate) fn sampling(survey: &Survey, codebook: &Codebook, source: &Arc<NamedSource<String>>) -> Vec<Problem> {
    let mut check = Check { survey, codebook, source, problems: Vec::new() };
    if let Some(design) = &survey.design {
        check.design(design);
    }
    if let Some(weights) = &survey.weights {
        check.weights(weights);
    }
    check.standards();
    check.problems
}

struct Check<'c> {
    survey: &'c Survey,
    codebook: &'c Codebook,
    source: &'c Arc<NamedSource<String>>,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn design(&mut self, design: &Design) {
        if !(design.confidence > 0.0 && design.confidence < 1.0) {
            self.say(Fault::Confidence { confidence: design.confidence });
        }
        for (place, stage) in design.stage.iter().enumerate() {
            for (key, question) in stage.questions() {
                let kinds: &'static [Kind] = if matches!(key, "strata" | "clusters") {
                    &[Kind::Single, Kind::Text, Kind::Number, Kind::Date]
                } else {
                    &[Kind::Number]
                };
                self.question(Slot::Stage { key, stage: place + 1 }, question, kinds);
            }
            let populations = usize::from(stage.population.is_some())
                + stage.questions().iter().filter(|(key, _)| key.ends_with("_from")).count();
            if populations > 1 {
                self.say(Fault::Populations { stage: place + 1 });
            }
            if stage.population.is_some_and(|population| !population.is_finite() || population < 1.0) {
                self.say(Fault::Population { stage: place + 1 });
            }
            let has_estimator = stage.estimator.is_some();
            if stage.pairs.is_some() && stage.probability_from.is_none() || has_estimator && !of_pairs(stage) {
                self.say(Fault::Pairs { stage: place + 1 });
            }
            if stage.clusters.is_none() && place + 1 < design.stage.len() {
                self.say(Fault::StageWithoutClusters { stage: place + 1 });
            }
        }
        if design.stage.len() > 1 && design.stage.iter().any(of_pairs) {
            self.say(Fault::PairsAndStages {});
        }
        if let Some(replicates) = &design.replicates {
            self.replicates(replicates, design);
        }
        if let Some(joint) = &design.joint {
            self.joint(joint, design);
        }
        if let Some(repeats) = &design.repeats {
            self.repeats(repeats, design);
        }
    }

    fn repeats(&mut self, repeats: &Repeats, design: &Design) {
        let of_stages = repeats.clusters || repeats.respondents.is_some();
        let has_clusters = design.stage.first().is_some_and(|stage| stage.clusters.is_some());
        if !of_stages && !repeats.replicates {
            self.say(Fault::RepeatsNothing {});
        }
        if let Some(question) = repeats.respondents.as_ref().filter(|question| *question != "respondent") {
            self.question(Slot::Repeats, question, &[Kind::Single, Kind::Text, Kind::Number, Kind::Date]);
        }
        if design.joint.is_some() || design.stage.iter().any(of_pairs) {
            self.say(Fault::RepeatsAndJoint {});
        } else if repeats.replicates != design.replicates.is_some() || (repeats.replicates && of_stages) {
            self.say(Fault::RepeatsReplicates {});
        } else if repeats.clusters && !has_clusters {
            self.say(Fault::RepeatsNoClusters {});
        } else if repeats.respondents.is_some() && has_clusters && !repeats.clusters {
            self.say(Fault::RepeatsWithoutClusters {});
        }
    }

    fn replicates(&mut self, replicates: &ReplicateWeights, design: &Design) {
        use ReplicateMethod::{Bootstrap, Brr, Fay, Jk1, Jkn, Other, SuccessiveDifferences};
        let of_columns = replicates.columns.is_some();
        if of_columns && !design.stage.is_empty() {
            self.say(Fault::ReplicatesAndStages {});
        }
        if self.survey.weights.is_none() && of_columns {
            self.say(Fault::ReplicatesWithoutWeights {});
        }
        if replicates.columns.as_ref().is_some_and(|columns| columns.count < 2) {
            self.say(Fault::FewReplicates {});
        }
        match replicates.method {
            Other if !of_columns => self.say(Fault::OtherColumns {}),
            Other if replicates.scale.is_none() && replicates.scales.is_none() => {
                self.say(Fault::OtherScale {});
            }
            Jkn if of_columns && replicates.scales.is_none() => {
                self.say(Fault::JackknifeScales {});
            }
            Bootstrap | SuccessiveDifferences if !of_columns && replicates.count.is_none() => {
                self.say(Fault::ReplicateCount {});
            }
            Brr | Fay | Jk1 | Jkn | Bootstrap | SuccessiveDifferences | Other => {}
        }
        if !(0.0..1.0).contains(&replicates.rho) {
            self.say(Fault::Rho { rho: replicates.rho });
        }
    }

    fn joint(&mut self, joint: &JointProbabilities, design: &Design) {
        self.reference("the joint probabilities", &joint.reference);
        if !design.stage.is_empty() || design.replicates.is_some() {
            self.say(Fault::JointAndStages {});
        }
        if self.survey.weights.is_some() {
            self.say(Fault::JointAndWeights {});
        }
    }

    fn weights(&mut self, weights: &Weights) {
        if weights.are_made() != weights.method.is_some() {
            self.say(Fault::Method {});
        }
        if weights.column.is_some() && weights.expression.is_some() {
            self.say(Fault::ColumnAndExpression {});
        }
        if weights.column.is_none() && weights.expression.is_none() && !weights.are_made() {
            self.say(Fault::NoOrigin {});
        }
        let calibrates = weights.method == Some(WeightMethod::Calibrate);
        if (weights.bounds.is_some() || weights.distance.is_some()) && !calibrates {
            self.say(Fault::CalibrateKeys {});
        }
        if weights.method == Some(WeightMethod::PostStratify) && weights.target.len() > 1 {
            self.say(Fault::PostStratifyTargets {});
        }
        if weights.trim.is_some() && weights.limits.is_none() {
            self.say(Fault::TrimWithoutLimits {});
        }
        if weights.trim == Some(TrimRule::EachRound) && weights.method != Some(WeightMethod::Rake) {
            self.say(Fault::TrimEachRound {});
        }
        for target in &weights.target {
            self.target(target, calibrates);
        }
    }

    fn standards(&mut self) {
        let survey = self.survey;
        for (place, standard) in survey.standards.iter().enumerate() {
            let name = || standard.name.clone();
            if survey.standards[..place].iter().any(|other| other.name == standard.name) {
                self.say(Fault::StandardTwice { standard: name() });
            }
            if standard.by.is_empty() {
                self.say(Fault::StandardGroups { standard: name() });
            }
            self.reference("a standard population", &standard.reference);
            for question in standard.by.keys() {
                self.question(Slot::Standard, question, &[Kind::Single]);
            }
        }
    }

    fn target(&mut self, target: &Target, calibrates: bool) {
        let of_sizes = target.reference.is_some() && target.size.is_some() && !target.by.is_empty();
        let of_number = target.number.is_some() && target.total.is_some();
        let of_both = (target.reference.is_some() || target.size.is_some() || !target.by.is_empty())
            && (target.number.is_some() || target.total.is_some());
        if of_both || of_sizes == of_number {
            return self.say(Fault::Target {});
        }
        if let Some(reference) = &target.reference {
            self.reference("a target", reference);
        }
        for question in target.by.keys() {
            self.question(Slot::By, question, &[Kind::Single]);
        }
        if let Some(number) = &target.number {
            self.question(Slot::Number, number, &[Kind::Number]);
            if !calibrates {
                self.say(Fault::NumberTotal { number: number.clone() });
            }
        }
    }

    fn question(&mut self, slot: Slot, id: &str, kinds: &'static [Kind]) {
        let question = id.to_owned();
        match self.codebook.question(id).map(Question::kind) {
            Some(kind) if kinds.contains(&kind) => {}
            Some(kind) => self.say(Fault::QuestionKind { slot, question, kind, kinds: Kinds(kinds) }),
            None => {
                let known = Known::of(id, self.codebook.questions.iter().map(|question| &question.id));
                self.say(Fault::UnknownQuestion { slot, question, known });
            }
        }
    }

    fn reference(&mut self, what: &'static str, name: &str) {
        let known = || self.survey.references.iter().map(|reference| &reference.name);
        if !known().any(|known| known == name) {
            self.say(Fault::UnknownReference { what, reference: name.to_owned(), known: Known::of(name, known()) });
        }
    }

    fn say(&mut self, fault: Fault) {
        self.problems.push(Problem::new(self.source, None, fault));
    }
}

/// Whether the variance of a stage follows from probabilities of pairs.
fn of_pairs(stage: &Stage) -> bool {
    match stage.pairs.unwrap_or_default() {
        PairRule::Overton | PairRule::HartleyRao => true,
        PairRule::Brewer => false,
    }
}
