//! Why a packed export cannot be unpacked.

use thiserror::Error;
use zip::result::ZipError;

use crate::name_list::alternatives;

/// Why a packed export cannot be unpacked.
#[derive(Debug, Error)]
pub enum PackingFault {
    /// The ZIP archive cannot be taken apart.
    #[error("the ZIP archive is damaged")]
    Archive {
        /// What is wrong with it.
        source: Box<ZipError>,
    },
    /// A member is declared, and there is no archive.
    #[error("`member` is given, but it is no ZIP archive")]
    NotAnArchive,
    /// The archive holds no file.
    #[error("the ZIP archive holds no file")]
    EmptyArchive,
    /// The archive holds several files, and none is declared.
    #[error("the ZIP archive holds {} files", .known.len())]
    SeveralMembers {
        /// The files in the archive.
        known: Vec<String>,
    },
    /// The archive has no file of that name.
    #[error("the ZIP archive has no file `{member}`")]
    UnknownMember {
        /// The declared member.
        member: String,
        /// Files with names like it.
        nearest: Vec<String>,
        /// The files in the archive.
        known: Vec<String>,
    },
    /// The file in the archive is encrypted.
    #[error("`{member}` in the ZIP archive is locked by a password")]
    LockedMember {
        /// The file in the archive.
        member: String,
    },
    /// The file in the archive is compressed in an unusual way.
    #[error("`{member}` in the ZIP archive is compressed by {method}")]
    MemberMethod {
        /// The file in the archive.
        member: String,
        /// The method.
        method: String,
    },
    /// Archives within archives.
    #[error("it is packed more than {layers} times over")]
    PackedTooOften {
        /// How often it may be.
        layers: usize,
    },
    /// What is packed is larger than any data.
    #[error("it unpacks to more than {limit} bytes")]
    UnpacksWithoutEnd {
        /// The most that it may unpack to.
        limit: u64,
    },
}

impl PackingFault {
    /// What may help.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::NotAnArchive => Some("leave `member` out".to_owned()),
            Self::SeveralMembers { known } => {
                Some(format!("set `member` to the one that is the export: {}", first_of(known)))
            }
            Self::UnknownMember { nearest, known, .. } if nearest.is_empty() => {
                Some(format!("its files are {}", first_of(known)))
            }
            Self::UnknownMember { nearest, known, .. } => {
                Some(format!("did you mean {}? its files are {}", alternatives(nearest), first_of(known)))
            }
            Self::LockedMember { .. } | Self::MemberMethod { .. } => Some("unpack it first".to_owned()),
            Self::Archive { .. }
            | Self::EmptyArchive
            | Self::PackedTooOften { .. }
            | Self::UnpacksWithoutEnd { .. } => None,
        }
    }
}

/// Some of many names.
fn first_of(names: &[String]) -> String {
    match names.get(20..).map_or(0, <[String]>::len) {
        0 => alternatives(names),
        more => format!("{} and {more} more", alternatives(&names[..20])),
    }
}
