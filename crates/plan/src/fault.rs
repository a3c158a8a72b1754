//! What can be wrong with a pipeline's files: one variant for each cause, with a stable code, and a hint made of its fields.

/// What is wrong at a place of a pipeline's files.
pub trait FileFault: std::error::Error + Send + Sync {
    /// Its name in the documentation, which does not change: `codebook/unknown-scale`.
    fn code(&self) -> &'static str;

    /// Advice, where there is any.
    fn hint(&self) -> Option<String>;
}

/// A kind of problem as the documentation lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProblemCode {
    /// Its name.
    pub code: &'static str,
    /// The message, with the names of its fields.
    pub message: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// What a hint can be made of.
pub trait IntoHint {
    /// The hint.
    fn into_hint(self) -> Option<String>;
}

impl IntoHint for &str {
    fn into_hint(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl IntoHint for String {
    fn into_hint(self) -> Option<String> {
        Some(self)
    }
}

impl IntoHint for Option<String> {
    fn into_hint(self) -> Option<String> {
        self
    }
}

/// An enum of faults, each with its documentation, code, fields, message, and its hint if it has one:
///
/// ```text
/// /// A question takes its options from a scale that is not there.
/// ["codebook/unknown-scale"] UnknownScale { scale: String, known: Vec<String> } "unknown scale `{scale}`"
///     hint near(scale, known);
/// ```
#[macro_export]
macro_rules! faults {
    ($(#[$outer:meta])* $visible:vis enum $name:ident { $(
        $(#[doc = $doc:literal])+
        [$code:literal] $variant:ident { $($field:ident: $type:ty),* $(,)? } $message:literal $(hint $hint:expr)?;
    )* }) => {
        $(#[$outer])*
        #[derive(Debug, ::thiserror::Error)]
        $visible enum $name { $( $(#[doc = $doc])+ #[error($message)] $variant { $($field: $type),* }, )* }

        impl $name {
            /// All of them, for the documentation.
            $visible const CODES: &'static [$crate::ProblemCode] = &[$(
                $crate::ProblemCode { code: $code, message: $message, meaning: concat!($($doc),+) },
            )*];
        }

        impl $crate::FileFault for $name {
            fn code(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $code,)* }
            }

            fn hint(&self) -> Option<String> {
                match self { $(Self::$variant { $($field),* } => {
                    $(let _ = $field;)*
                    $crate::faults!(@hint $($hint)?)
                })* }
            }
        }
    };
    (@hint) => { None };
    (@hint $hint:expr) => { $crate::IntoHint::into_hint($hint) };
}
