//! Whether `[design]` and `[weights]` name what is there, and say no two things at once.

use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{
    Codebook, Design, JointProbabilities, Kind, ReplicateMethod, ReplicateWeights, Survey, Target, WeightMethod,
    Weights,
};

use crate::checks::names::hinted;
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
            self.say(format!("a `confidence` of {}, which is not between 0 and 1", design.confidence));
        }
        for (place, stage) in design.stage.iter().enumerate() {
            for (key, question) in stage.questions() {
                let kinds: &[Kind] = if matches!(key, "strata" | "clusters") {
                    &[Kind::Single, Kind::Text, Kind::Number, Kind::Date]
                } else {
                    &[Kind::Number]
                };
                self.question(&format!("`{key}` of stage {}", place + 1), question, kinds);
            }
            let populations = usize::from(stage.population.is_some())
                + stage.questions().iter().filter(|(key, _)| key.ends_with("_from")).count();
            if populations > 1 {
                self.hint(
                    format!("stage {} says more than once what it drew from", place + 1),
                    "give one of `population`, `population_from`, `fraction_from` and `probability_from`",
                );
            }
            if stage.population.is_some_and(|population| !population.is_finite() || population < 1.0) {
                self.say(format!("stage {} drew from a population below 1", place + 1));
            }
            if stage.clusters.is_none() && place + 1 < design.stage.len() {
                self.hint(
                    format!("stage {} draws respondents by themselves, and another stage follows", place + 1),
                    "only the last stage may have no `clusters`",
                );
            }
        }
        if let Some(replicates) = &design.replicates {
            self.replicates(replicates, design);
        }
        if let Some(joint) = &design.joint {
            self.joint(joint, design);
        }
    }

    fn replicates(&mut self, replicates: &ReplicateWeights, design: &Design) {
        use ReplicateMethod::{Bootstrap, Brr, Fay, Jk1, Jkn, Other, SuccessiveDifferences};
        let of_columns = replicates.columns.is_some();
        if of_columns && !design.stage.is_empty() {
            self.hint(
                "replicate weights are read from columns, and stages are given beside".to_owned(),
                "read them, or have them made from the stages",
            );
        }
        if self.survey.weights.is_none() && of_columns {
            self.say("replicate weights without the weights that they replicate".to_owned());
        }
        if replicates.columns.as_ref().is_some_and(|columns| columns.count < 2) {
            self.say("fewer than two replicate weights".to_owned());
        }
        match replicates.method {
            Other if !of_columns => {
                self.say("the method `other` reads replicate weights: `columns` is missing".to_owned());
            }
            Other if replicates.scale.is_none() && replicates.scales.is_none() => {
                self.hint(
                    "the method `other` says nothing of how replicates become a variance".to_owned(),
                    "give `scale`, `scales` or both",
                );
            }
            Jkn if of_columns && replicates.scales.is_none() => {
                self.hint(
                    "a jackknife by strata has a factor for each replicate".to_owned(),
                    "give `scales`: (n - 1) / n of the stratum that each replicate leaves a cluster out of",
                );
            }
            Bootstrap | SuccessiveDifferences if !of_columns && replicates.count.is_none() => {
                self.say("`count` does not say how many replicates are made".to_owned());
            }
            Brr | Fay | Jk1 | Jkn | Bootstrap | SuccessiveDifferences | Other => {}
        }
        if !(0.0..1.0).contains(&replicates.rho) {
            self.say(format!("a `rho` of {}, which is not from 0 to less than 1", replicates.rho));
        }
    }

    fn joint(&mut self, joint: &JointProbabilities, design: &Design) {
        self.reference("the joint probabilities", &joint.reference);
        if !design.stage.is_empty() || design.replicates.is_some() {
            self.hint("joint probabilities beside stages or replicates".to_owned(), "errors come from one of them");
        }
        if self.survey.weights.is_some() {
            self.hint(
                "joint probabilities beside weights".to_owned(),
                "the weight of a respondent is the inverse of its probability: leave `[weights]` out",
            );
        }
    }

    fn weights(&mut self, weights: &Weights) {
        if weights.are_made() != weights.method.is_some() {
            self.hint(
                "`[weights]` has a `method` without targets, or targets without a `method`".to_owned(),
                "weights are a `column`, or are made by a `method` from `[[weights.target]]`",
            );
        }
        if weights.column.is_none() && !weights.are_made() {
            self.hint(
                "`[weights]` says nothing of where they come from".to_owned(),
                "give the `column` of the export, or `[[weights.target]]`",
            );
        }
        let calibrates = weights.method == Some(WeightMethod::Calibrate);
        if (weights.bounds.is_some() || weights.distance.is_some()) && !calibrates {
            self.say("`bounds` and `distance` are of the method `calibrate`".to_owned());
        }
        if weights.method == Some(WeightMethod::PostStratify) && weights.target.len() > 1 {
            self.hint(
                "post-stratification to several targets".to_owned(),
                "it has one, whose categories may be made up of several questions; `rake` takes several",
            );
        }
        for target in &weights.target {
            self.target(target, calibrates);
        }
    }

    fn target(&mut self, target: &Target, calibrates: bool) {
        let of_sizes = target.reference.is_some() && target.size.is_some() && !target.by.is_empty();
        let of_number = target.number.is_some() && target.total.is_some();
        let of_both = (target.reference.is_some() || target.size.is_some() || !target.by.is_empty())
            && (target.number.is_some() || target.total.is_some());
        if of_both || of_sizes == of_number {
            return self.hint(
                "a target says neither the sizes of categories nor the total of a number".to_owned(),
                "give `reference`, `size` and `by`; or `number` and `total`",
            );
        }
        if let Some(reference) = &target.reference {
            self.reference("a target", reference);
        }
        for question in target.by.keys() {
            self.question("`by` of a target", question, &[Kind::Single]);
        }
        if let Some(number) = &target.number {
            self.question("`number` of a target", number, &[Kind::Number]);
            if !calibrates {
                self.say(format!("the total of `{number}` is a target of the method `calibrate` alone"));
            }
        }
    }

    fn question(&mut self, what: &str, id: &str, kinds: &[Kind]) {
        match self.codebook.question(id) {
            Some(question) if kinds.contains(&question.kind()) => {}
            Some(question) => {
                let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
                self.say(format!(
                    "{what} is `{id}` of kind `{}`: it can be {}",
                    question.kind().as_str(),
                    kinds.join(" or ")
                ));
            }
            None => {
                let known: Vec<&str> = self.codebook.questions.iter().map(|question| question.id.as_str()).collect();
                let problem = Problem::new(self.source, None, format!("{what} is the unknown question `{id}`"));
                self.problems.push(hinted(problem, id, &known));
            }
        }
    }

    fn reference(&mut self, what: &str, name: &str) {
        let known: Vec<&str> = self.survey.references.iter().map(|reference| reference.name.as_str()).collect();
        if !known.contains(&name) {
            let problem = Problem::new(self.source, None, format!("{what} is of the unknown reference table `{name}`"));
            self.problems.push(hinted(problem, name, &known));
        }
    }

    fn say(&mut self, message: String) {
        self.problems.push(Problem::new(self.source, None, message));
    }

    fn hint(&mut self, message: String, hint: &str) {
        self.problems.push(Problem::new(self.source, None, message).with_hint(hint));
    }
}
