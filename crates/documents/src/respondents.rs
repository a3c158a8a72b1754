//! Words for those who answer, and for what they do.

/// Words for those who answer.
pub(crate) const PEOPLE: &[&str] = &[
    "respondent",
    "respondents",
    "people",
    "person",
    "persons",
    "participants",
    "participant",
    "interviewee",
    "interviewees",
    "interviews",
    "interview",
    "men",
    "women",
    "adults",
    "children",
    "organisations",
    "organizations",
    "councils",
    "councillors",
    "authorities",
    "schools",
    "companies",
    "businesses",
    "firms",
    "employees",
    "staff",
    "members",
    "users",
    "customers",
    "households",
    "responses",
    "answers",
    "voters",
    "parents",
    "patients",
    "residents",
    "students",
    "teachers",
    "leaders",
    "developers",
    "those",
    "them",
    "areas",
    "fans",
    "districts",
    "us",
    "of",
];

/// What respondents do.
pub(crate) const VERBS: &[&str] = &[
    "felt",
    "feel",
    "said",
    "say",
    "believe",
    "believed",
    "described",
    "describe",
    "suggested",
    "suggest",
    "expressed",
    "express",
    "noted",
    "saw",
    "see",
    "thought",
    "think",
    "reported",
    "report",
    "mentioned",
    "mention",
    "agreed",
    "agree",
    "disagreed",
    "disagree",
    "perceive",
    "perceived",
    "considered",
    "consider",
    "used",
    "use",
    "like",
    "liked",
    "prefer",
    "answered",
    "were",
    "had",
    "expect",
];

/// What may follow `many` and `some` alone: `many are tired`.
pub(crate) const AUXILIARIES: [&str; 10] = ["are", "have", "do", "would", "will", "want", "know", "do", "did", "feel"];

/// A word as lists have it.
pub(crate) fn bare(word: &str) -> String {
    word.to_lowercase().trim_matches(|each: char| !each.is_alphanumeric() && each != '%').to_owned()
}

/// Whether a word is one for those who answer.
pub(crate) fn names_people(word: &str) -> bool {
    PEOPLE.contains(&bare(word).as_str())
}
