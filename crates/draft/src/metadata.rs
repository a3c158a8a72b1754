//! Columns that are no answers: identifiers, times, traces of the tool, personal data.

use crate::heading::Heading;
use crate::profile::Profile;
use crate::text::squeezed;
use crate::tool::{Tool, is_timestamp};

/// Why a column is no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Metadata {
    /// It may identify a response.
    Identifier,
    /// It may identify a person.
    Personal,
    /// When something was done, or how long it took.
    Time,
    /// A replicate weight.
    Weight,
    /// Written by the tool for itself.
    Technical,
    /// It holds nothing at all.
    Empty,
}

impl Metadata {
    /// What a comment says of such columns.
    pub(crate) fn says(self) -> &'static str {
        match self {
            Self::Identifier => "identifies the response",
            Self::Personal => "may identify a person",
            Self::Time => "when, or for how long",
            Self::Weight => "replicate weights",
            Self::Technical => "written by the tool",
            Self::Empty => "holds nothing in this export",
        }
    }
}

/// How many of the names of identifiers are no name of a question.
const PLAIN_IDENTIFIERS: usize = 4;

const IDENTIFIERS: [&str; 22] = [
    "respondentid",
    "responseid",
    "recordid",
    "respid",
    "respondent",
    "submissionid",
    "uuid",
    "instanceid",
    "metainstanceid",
    "metainstanceid",
    "caseid",
    "serial",
    "respondentserial",
    "respondentnumber",
    "userid",
    "uniqueid",
    "id",
    "key",
    "casenumber",
    "idnumber",
    "seqn",
    "sysrespnum",
];

const PERSONAL: [&str; 37] = [
    "ipaddress",
    "ip",
    "emailaddress",
    "email",
    "mail",
    "firstname",
    "lastname",
    "surname",
    "fullname",
    "username",
    "recipientlastname",
    "recipientfirstname",
    "recipientemail",
    "phone",
    "phonenumber",
    "telephone",
    "mobile",
    "mobilenumber",
    "postcode",
    "zipcode",
    "zip",
    "postalcode",
    "postal",
    "locationlatitude",
    "locationlongitude",
    "latitude",
    "longitude",
    "geolocation",
    "geopoint",
    "streetaddress",
    "address",
    "dateofbirth",
    "dob",
    "birthdate",
    "externalreference",
    "externaldatareference",
    "submittedby",
];

const TIMES: [&str; 34] = [
    "startdate",
    "enddate",
    "recordeddate",
    "datestamp",
    "submitdate",
    "starttime",
    "endtime",
    "completiontime",
    "timestarted",
    "datesubmitted",
    "started",
    "ended",
    "submissiontime",
    "submissiondate",
    "durationinseconds",
    "duration",
    "interviewtime",
    "datecreated",
    "datemodified",
    "lastmodifiedtime",
    "completedat",
    "createdat",
    "startedat",
    "submittedat",
    "finishedat",
    "timetaken",
    "timetakenseconds",
    "datestarted",
    "completedtime",
    "timestamp",
    "systemdate",
    "datecompleted",
    "lastmodified",
    "reviewdate",
];

const TECHNICAL: [&str; 44] = [
    "collectorid",
    "responseset",
    "status",
    "progress",
    "finished",
    "distributionchannel",
    "userlanguage",
    "locationaccuracy",
    "lastpage",
    "startlanguage",
    "seed",
    "refurl",
    "token",
    "sessionid",
    "useragent",
    "referer",
    "legacycomments",
    "linkid",
    "contactid",
    "validationstatus",
    "formhubuuid",
    "version",
    "deviceid",
    "subscriberid",
    "simserial",
    "parentindex",
    "parenttablename",
    "xformidstring",
    "redcapeventname",
    "redcaprepeatinstrument",
    "redcaprepeatinstance",
    "redcapdataaccessgroup",
    "redcapsurveyidentifier",
    "trackinglink",
    "userno",
    "customdata",
    "customdata1",
    "customdata2",
    "customdata3",
    "customdata4",
    "customdata5",
    "customdata6",
    "reviewstate",
    "attachmentsexpected",
];

/// What `LimeSurvey` calls its own columns, by code or in English.
const LIMESURVEY: [&str; 17] = [
    "id",
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "startdate",
    "datestamp",
    "ipaddr",
    "refurl",
    "token",
    "interviewtime",
    "datesubmitted",
    "datestarted",
    "datelastaction",
    "timetaken",
    "completed",
    "totaltime",
];

/// Names that are metadata with one tool, and could be questions elsewhere.
fn own_names(tool: Tool) -> &'static [(&'static str, Metadata)] {
    use Metadata::{Identifier, Personal, Technical, Time};
    match tool {
        Tool::Qualtrics => &[("name", Personal), ("responseset", Technical)],
        Tool::SurveyMonkey => &[("language", Technical), ("customdata", Technical)],
        Tool::MicrosoftForms => &[("name", Personal), ("language", Technical), ("anonymous", Technical)],
        Tool::Alchemer => &[
            ("comments", Personal),
            ("language", Technical),
            ("tags", Technical),
            ("city", Personal),
            ("stateregion", Personal),
            ("countryauto", Personal),
        ],
        Tool::Typeform => &[
            ("startdateutc", Time),
            ("stagedateutc", Time),
            ("submitdateutc", Time),
            ("networkid", Technical),
            ("responsetype", Technical),
            ("tags", Technical),
            ("ending", Technical),
        ],
        // In German, French, Spanish, Italian and Portuguese.
        Tool::LimeSurvey => &[
            ("antwortid", Identifier),
            ("iddelaréponse", Identifier),
            ("idderespuesta", Identifier),
            ("idrisposta", Identifier),
            ("iddaresposta", Identifier),
            ("answerid", Identifier),
            ("datumabgeschickt", Time),
            ("datumgestartet", Time),
            ("datumletzteaktivität", Time),
            ("datedesoumission", Time),
            ("datedelancement", Time),
            ("datedeladernièreaction", Time),
            ("fechadeenvío", Time),
            ("fechadeinicio", Time),
            ("fechadelaúltimaacción", Time),
            ("datainvio", Time),
            ("datadiinizio", Time),
            ("datadellultimaazione", Time),
            ("datadeenvio", Time),
            ("datadeinício", Time),
            ("datadaúltimaação", Time),
            ("datelastaction", Time),
            ("ipaddr", Personal),
            ("token", Identifier),
            ("completed", Technical),
            ("gesamtzeit", Time),
            ("tempstotal", Time),
            ("tiempototal", Time),
            ("totaltime", Time),
            ("letzteseite", Technical),
            ("startsprache", Technical),
            ("zufallsstartwert", Technical),
            ("dernièrepage", Technical),
            ("languededépart", Technical),
            ("têtedesérie", Technical),
            ("últimapágina", Technical),
            ("lenguajeinicial", Technical),
            ("semilla", Technical),
            ("ultimapagina", Technical),
            ("linguainiziale", Technical),
            ("idiomainicial", Technical),
            ("weiterleitungsurl", Technical),
            ("referrerurl", Technical),
            ("urlderéférence", Technical),
            ("ipadresse", Personal),
            ("adresseip", Personal),
            ("direcciónip", Personal),
            ("indirizzoip", Personal),
        ],
        Tool::SmartSurvey => &[("name", Personal), ("language", Technical), ("tags", Technical)],
        Tool::Odk => &[
            ("start", Time),
            ("end", Time),
            ("today", Time),
            ("tags", Technical),
            ("notes", Technical),
            ("index", Technical),
            ("username", Personal),
            ("deviceid", Technical),
        ],
        _ => &[],
    }
}

/// Why a column is no question; nothing where it is one.
pub(crate) fn metadata_of(heading: &Heading, profile: &Profile, tool: Tool, position: usize) -> Option<Metadata> {
    if heading.is_trace {
        return Some(if profile.filled == 0 { Metadata::Empty } else { Metadata::Technical });
    }
    if heading.part.is_some() || heading.cell.is_some() {
        return None;
    }
    // Without a tool, a name alone says little: what has few values is rather a question of that name.
    let has_tool = !matches!(tool, Tool::Plain | Tool::Described);
    let is_varied = has_tool || profile.filled < 20 || profile.distinct() as u64 * 5 > profile.filled;
    // Where LimeSurvey writes codes and texts, its own columns are told by their codes, whatever the language.
    let code = heading.code.as_deref().filter(|code| tool == Tool::LimeSurvey && LIMESURVEY.contains(code));
    let names = [Some(heading.name.as_str()), Some(heading.question.as_str()), code];
    for name in names.into_iter().flatten() {
        let last = name.rsplit('/').next().unwrap_or(name);
        for name in [squeezed(name), squeezed(last)] {
            if let Some((_, why)) = own_names(tool).iter().find(|(own, _)| *own == name) {
                return Some(*why);
            }
            if PERSONAL.contains(&name.as_str()) && is_varied {
                return Some(Metadata::Personal);
            }
            // The first of these names can be nothing else, in rows that repeat them too.
            let is_plain = IDENTIFIERS[..PLAIN_IDENTIFIERS].contains(&name.as_str());
            if IDENTIFIERS.contains(&name.as_str()) && (profile.is_unique() || has_tool || is_plain) {
                return Some(Metadata::Identifier);
            }
            // A question of LimeSurvey has a code that people made up: `status`, `version`, `duration`.
            let is_tools_own = tool != Tool::LimeSurvey || LIMESURVEY.contains(&name.as_str());
            if TIMES.contains(&name.as_str())
                && is_tools_own
                && (profile.is_dated() || profile.is_numeric() || profile.filled == 0 || has_tool)
            {
                return Some(Metadata::Time);
            }
            if TECHNICAL.contains(&name.as_str()) && has_tool && is_tools_own {
                return Some(Metadata::Technical);
            }
        }
    }
    // How long pages and questions took.
    let timed = squeezed(&heading.question);
    if tool == Tool::LimeSurvey
        && profile.is_numeric()
        && (heading.name.ends_with("Time")
            || ["grouptime", "questiontime", "gruppenzeit", "fragenzeit"].iter().any(|start| timed.starts_with(start)))
    {
        return Some(Metadata::Time);
    }
    let is_own = heading.name.starts_with('_') && tool == Tool::Odk;
    if is_own || (tool == Tool::Redcap && (heading.name.ends_with("_complete") || heading.name.ends_with("_timestamp")))
    {
        return Some(Metadata::Technical);
    }
    if tool == Tool::GoogleForms && position == 0 && is_timestamp(&heading.name) {
        return Some(Metadata::Time);
    }
    if tool == Tool::Qualtrics
        && (squeezed(&heading.name).starts_with("location") || is_legacy(&heading.name, &heading.question))
    {
        return Some(Metadata::Technical);
    }
    // Times that a tool under another name or in another language writes: days with a time of day, all different or nearly.
    let is_moment = profile.filled > 0 && profile.moments == profile.filled;
    (is_moment && (profile.is_unique() || profile.distinct() as u64 * 2 > profile.filled)).then_some(Metadata::Time)
}

/// `V1` to `V10` of older Qualtrics exports, below which the names stand.
fn is_legacy(name: &str, below: &str) -> bool {
    let number = name.strip_prefix('V').and_then(|number| number.parse::<u8>().ok());
    number.is_some_and(|number| number <= 10) && !below.contains(' ')
}

/// Whether a name says that the column holds weights.
pub(crate) fn says_weight(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|each: char| !each.is_alphanumeric()).collect();
    let known = [
        "weight",
        "weights",
        "weighting",
        "wt",
        "wgt",
        "wght",
        "wgts",
        "pesos",
        "peso",
        "poids",
        "gewicht",
        "vægt",
        "vikt",
        "pweight",
        "finalwt",
        "finalweight",
        "caseweight",
        "wtfinal",
        "weightvar",
    ];
    words.iter().any(|word| known.contains(word))
        || lower.strip_prefix("wt").is_some_and(|rest| rest.len() >= 3 && rest.chars().all(char::is_alphanumeric))
}

/// Whether a column could hold weights by what stands in it: a positive number in every row, not all of them whole.
pub(crate) fn could_weigh(profile: &Profile) -> bool {
    profile.is_numeric() && profile.blank == 0 && profile.least > 0.0 && profile.integers < profile.filled
}

#[cfg(test)]
mod tests {
    use super::says_weight;

    #[test]
    fn weights_are_told_by_their_names() {
        for name in ["weight", "WT", "final_wgt", "Pesos", "WTMEC2YR", "weight_2019"] {
            assert!(says_weight(name), "{name}");
        }
        for name in ["w", "pw", "age", "weightlifting", "growth"] {
            assert!(!says_weight(name), "{name}");
        }
    }
}
