//! What can be wrong with `[design]` and `[weights]` of `survey.toml`.

use std::fmt;

use topline_survey::Kind;

use crate::known::Known;

/// What names a question.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Slot {
    /// A key of a stage, counted from 1.
    Stage { key: &'static str, stage: usize },
    /// What names respondents in each wave.
    Repeats,
    /// The categories of a target.
    By,
    /// The groups of a standard population.
    Standard,
    /// The number of a target.
    Number,
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage { key, stage } => write!(f, "`{key}` of stage {stage}"),
            Self::Repeats => f.write_str("`respondents` of `[design.repeats]`"),
            Self::Standard => f.write_str("`by` of a standard population"),
            Self::By => f.write_str("`by` of a target"),
            Self::Number => f.write_str("`number` of a target"),
        }
    }
}

/// Kinds of questions that may do.
#[derive(Debug)]
pub(crate) struct Kinds(pub &'static [Kind]);

impl fmt::Display for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(" or "))
    }
}

crate::faults! {
    /// What is wrong with how a sample is declared.
    pub(crate) enum SamplingFault {
        /// A confidence is a share, such as 0.95.
        ["design/confidence"] Confidence { confidence: f64 }
            "a `confidence` of {confidence}, which is not between 0 and 1";
        /// A stage says more than once how many there were to draw from.
        ["design/populations"] Populations { stage: usize } "stage {stage} says more than once what it drew from"
            hint "give one of `population`, `population_from`, `fraction_from` and `probability_from`";
        /// A population has at least one member.
        ["design/population"] Population { stage: usize } "stage {stage} drew from a population below 1";
        /// Probabilities of pairs follow from those of clusters.
        ["design/pairs"] Pairs { stage: usize } "stage {stage} has `pairs` or `estimator`, and no probabilities that they follow from"
            hint "give `probability_from`, and `estimator` with `pairs` of `overton` or `hartley_rao`";
        /// There is no variance from pairs in several stages.
        ["design/pairs-and-stages"] PairsAndStages {} "probabilities of pairs in a design of several stages"
            hint "`brewer` goes with further stages";
        /// A stage without clusters draws respondents, and nothing can be drawn within these.
        ["design/stage-without-clusters"] StageWithoutClusters { stage: usize }
            "stage {stage} draws respondents by themselves, and another stage follows"
            hint "only the last stage may have no `clusters`";
        /// Replicate weights are read, and stages are given from which they could be made.
        ["design/replicates-and-stages"] ReplicatesAndStages {}
            "replicate weights are read from columns, and stages are given beside"
            hint "read them, or have them made from the stages";
        /// Replicate weights are read, and `[weights]` is not there.
        ["design/replicates-without-weights"] ReplicatesWithoutWeights {}
            "replicate weights without the weights that they replicate";
        /// A variance needs two replicates at least.
        ["design/few-replicates"] FewReplicates {} "fewer than two replicate weights";
        /// The method `other` cannot make replicate weights.
        ["design/other-columns"] OtherColumns {}
            "the method `other` reads replicate weights: `columns` is missing";
        /// The method `other` has no factors of its own.
        ["design/other-scale"] OtherScale {}
            "the method `other` says nothing of how replicates become a variance" hint "give `scale`, `scales` or both";
        /// A jackknife by strata needs the factor of each replicate.
        ["design/jackknife-scales"] JackknifeScales {} "a jackknife by strata has a factor for each replicate"
            hint "give `scales`: (n - 1) / n of the stratum that each replicate leaves a cluster out of";
        /// This method makes as many replicates as it is asked for.
        ["design/replicate-count"] ReplicateCount {} "`count` does not say how many replicates are made";
        /// Fay's `rho` is from 0 to less than 1.
        ["design/rho"] Rho { rho: f64 } "a `rho` of {rho}, which is not from 0 to less than 1";
        /// Two designs are declared.
        ["design/joint-and-stages"] JointAndStages {} "joint probabilities beside stages or replicates"
            hint "errors come from one of them";
        /// The weight of a respondent follows from its probability.
        ["design/joint-and-weights"] JointAndWeights {} "joint probabilities beside weights"
            hint "the weight of a respondent is the inverse of its probability: leave `[weights]` out";
        /// Nothing is said to repeat.
        ["design/repeats-nothing"] RepeatsNothing {} "`[design.repeats]` says nothing of what waves have in common"
            hint "give `respondents`, `clusters` or `replicates`; without the section waves are independent samples";
        /// Respondents of a panel stay in their clusters.
        ["design/repeats-without-clusters"] RepeatsWithoutClusters {}
            "respondents repeat in each wave, and the clusters that they are in do not"
            hint "give `clusters = true` too, with cluster codes that are the same in each wave";
        /// There are no clusters to repeat.
        ["design/repeats-no-clusters"] RepeatsNoClusters {} "clusters repeat in each wave, and the first stage has no `clusters`";
        /// There are no replicates to repeat, or errors come from replicates and what repeats is something else.
        ["design/repeats-replicates"] RepeatsReplicates {}
            "`[design.repeats]` and `[design.replicates]` do not fit each other"
            hint "errors of replicate weights have in common what `replicates = true` says, and errors of stages `clusters` or `respondents`";
        /// Probabilities of pairs say nothing of another wave.
        ["design/repeats-and-joint"] RepeatsAndJoint {} "probabilities of pairs say nothing of respondents in another wave"
            hint "leave `[design.repeats]` out";
        /// Weights are made to targets by a method, and one of both is missing.
        ["weights/method"] Method {} "`[weights]` has a `method` without targets, or targets without a `method`"
            hint "weights are a `column`, or are made by a `method` from `[[weights.target]]`";
        /// Weights are a column, and made of several.
        ["weights/column-and-expression"] ColumnAndExpression {} "`[weights]` has both a `column` and an `expression`";
        /// Nothing says what the weights are.
        ["weights/no-origin"] NoOrigin {} "`[weights]` says nothing of where they come from"
            hint "give the `column` of the export, an `expression` of columns, or `[[weights.target]]`";
        /// Only calibration has bounds and a distance.
        ["weights/calibrate-keys"] CalibrateKeys {} "`bounds` and `distance` are of the method `calibrate`";
        /// Post-stratification has one target.
        ["weights/post-stratify-targets"] PostStratifyTargets {} "post-stratification to several targets"
            hint "it has one, whose categories may be made up of several questions; `rake` takes several";
        /// Nothing is trimmed without limits.
        ["weights/trim-without-limits"] TrimWithoutLimits {} "`trim` says how limits are kept, and there are no `limits`";
        /// Only raking has rounds.
        ["weights/trim-each-round"] TrimEachRound {} "`trim = \"each_round\"` is of the method `rake` alone"
            hint "other methods trim afterwards: `strict` or `once`";
        /// A target is one of two forms.
        ["weights/target"] Target {} "a target says neither the sizes of categories nor the total of a number"
            hint "give `reference`, `size` and `by`; or `number` and `total`";
        /// A standard population has a name of its own.
        ["sampling/standard-twice"] StandardTwice { standard: String } "there are two standard populations `{standard}`";
        /// Nothing makes up the groups of a standard population.
        ["sampling/standard-groups"] StandardGroups { standard: String } "the standard population `{standard}` has no groups"
            hint "give `by`: the questions that make up its groups, and the columns with their labels";
        /// Only calibration can meet the total of a number.
        ["weights/number-total"] NumberTotal { number: String }
            "the total of `{number}` is a target of the method `calibrate` alone";
        /// A question of another kind is needed here.
        ["sampling/question-kind"] QuestionKind { slot: Slot, question: String, kind: Kind, kinds: Kinds }
            "{slot} is `{question}` of kind `{kind}`: it can be {kinds}";
        /// The question is not there.
        ["sampling/unknown-question"] UnknownQuestion { slot: Slot, question: String, known: Known }
            "{slot} is the unknown question `{question}`" hint known.hint();
        /// The reference table is not declared.
        ["sampling/unknown-reference"] UnknownReference { what: &'static str, reference: String, known: Known }
            "{what} is of the unknown reference table `{reference}`" hint known.hint();
    }
}
