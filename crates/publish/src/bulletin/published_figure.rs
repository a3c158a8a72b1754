//! The figure of a headline, where a text may say it.

use topline_survey::{Figure, FigureRef, Published};

use crate::bulletin::error::BulletinError;
use crate::publication::Publication;

/// The headline's figure, which must have a published value.
pub(super) fn published<'p>(
    publication: &Publication<'p>,
    headline: &str,
    key: &FigureRef,
) -> Result<Figure<'p>, BulletinError> {
    let (headline, named) = (headline.to_owned(), Box::new(key.clone()));
    let Some(figure) = publication.figure(key) else {
        return Err(BulletinError::NoFigure { headline, figure: named });
    };
    match figure.cell.published {
        Published::Value(_) => Ok(figure),
        Published::HeldBack(reason) => Err(BulletinError::HeldBack { headline, figure: named, reason }),
        Published::Empty => Err(BulletinError::EmptyBase { headline, figure: named }),
    }
}
