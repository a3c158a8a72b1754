//! The styles of an `.ods`: those with names and those of single cells, each with what it inherits.

use std::collections::HashMap;

use crate::finished::nodes::Beginning;
use crate::finished::workbook::FinishedLook;

/// What a style says itself.
#[derive(Debug, Default, Clone)]
struct Style {
    parent: String,
    shown: String,
    data: String,
    font: Option<String>,
    size: Option<f64>,
    is_italic: Option<bool>,
    is_underlined: Option<bool>,
    is_raised: Option<bool>,
    is_turned: Option<bool>,
    wraps: Option<bool>,
    colour: Option<Colour>,
    fill: Option<Colour>,
    width: Option<f64>,
    is_shown: Option<bool>,
    master: Option<String>,
}

/// A colour that a style gives.
#[derive(Debug, Clone, Copy)]
enum Colour {
    /// That of the reader's settings; of a background, none.
    Automatic,
    Of([u8; 3]),
}

impl Colour {
    fn of(value: &str) -> Self {
        colour(value).map_or(Self::Automatic, Self::Of)
    }

    fn own(self) -> Option<[u8; 3]> {
        match self {
            Self::Automatic => None,
            Self::Of(colour) => Some(colour),
        }
    }
}

/// What a format of numbers shows.
#[derive(Debug, Default, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own")]
struct Format {
    is_text: bool,
    is_day: bool,
    is_percent: bool,
    separates_thousands: bool,
    decimals: Option<usize>,
}

/// Every style of a workbook.
#[derive(Debug, Default)]
pub(super) struct OdsStyles {
    styles: HashMap<(String, String), Style>,
    defaults: HashMap<String, Style>,
    formats: HashMap<String, Format>,
    faces: HashMap<String, String>,
    open: Option<(String, String)>,
    is_default: bool,
    open_format: Option<String>,
}

/// The width of a character in centimetres, as in a column of Excel.
const CHARACTER: f64 = 0.23;

/// A length in centimetres.
fn centimetres(length: &str) -> Option<f64> {
    let at = length.find(|each: char| each.is_ascii_alphabetic())?;
    let (number, unit) = length.split_at(at);
    let factor = match unit {
        "cm" => 1.0,
        "mm" => 0.1,
        "in" => 2.54,
        "pt" => 2.54 / 72.0,
        "pc" => 2.54 / 6.0,
        _ => return None,
    };
    Some(number.parse::<f64>().ok()? * factor)
}

fn colour(value: &str) -> Option<[u8; 3]> {
    let number =
        u32::from_str_radix(value.strip_prefix('#').filter(|digits| digits.len() == 6)?, 16).ok()?.to_be_bytes();
    Some([number[1], number[2], number[3]])
}

impl OdsStyles {
    /// Takes in what the start of an element says of styles.
    pub(super) fn begin(&mut self, start: &Beginning) {
        match start.name.as_str() {
            "font-face" => {
                let family = start.get("font-family").unwrap_or_default().trim_matches('\'').to_owned();
                self.faces.insert(start.get("name").unwrap_or_default().to_owned(), family);
            }
            "default-style" | "style" => {
                let family = start.get("family").unwrap_or_default().to_owned();
                let name = start.get("name").unwrap_or_default().to_owned();
                self.is_default = start.name == "default-style";
                let style = Style {
                    parent: start.get("parent-style-name").unwrap_or_default().to_owned(),
                    shown: start.get("display-name").unwrap_or(&name).to_owned(),
                    data: start.get("data-style-name").unwrap_or_default().to_owned(),
                    master: start.get("master-page-name").map(str::to_owned),
                    ..Style::default()
                };
                if self.is_default {
                    self.defaults.insert(family.clone(), style);
                } else {
                    self.styles.insert((family.clone(), name.clone()), style);
                }
                self.open = Some((family, name));
            }
            "number-style" | "percentage-style" | "date-style" | "text-style" | "currency-style" | "time-style"
            | "boolean-style" => {
                let name = start.get("name").unwrap_or_default().to_owned();
                let format = Format {
                    is_text: start.name == "text-style",
                    is_day: start.name == "date-style",
                    is_percent: start.name == "percentage-style",
                    ..Format::default()
                };
                self.formats.insert(name.clone(), format);
                self.open_format = Some(name);
            }
            "number" => {
                let format = self.open_format.as_ref().and_then(|name| self.formats.get_mut(name));
                if let Some(format) = format {
                    format.separates_thousands |= start.says("grouping");
                    format.decimals = start.number("decimal-places");
                }
            }
            _ => self.read_property(start),
        }
    }

    /// Takes in that an element ends.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "style" | "default-style" => self.open = None,
            _ if name.ends_with("-style") => self.open_format = None,
            _ => {}
        }
    }

    fn read_property(&mut self, start: &Beginning) {
        let Some((family, name)) = self.open.clone() else { return };
        let style = if self.is_default { self.defaults.get_mut(&family) } else { self.styles.get_mut(&(family, name)) };
        let Some(style) = style else { return };
        match start.name.as_str() {
            "text-properties" => {
                let face =
                    start.get("font-name").and_then(|face| self.faces.get(face).filter(|known| !known.is_empty()));
                let font = start.get("font-family").or(face.map(String::as_str)).or(start.get("font-name"));
                style.font = font.map(|font| font.trim_matches('\'').to_owned()).or(style.font.take());
                let size = start.get("font-size").and_then(centimetres).map(|size| size * 72.0 / 2.54);
                style.size = size.or(style.size);
                if let Some(value) = start.get("font-style") {
                    style.is_italic = Some(value != "normal");
                }
                if let Some(value) = start.get("text-underline-style") {
                    style.is_underlined = Some(value != "none");
                }
                if let Some(value) = start.get("text-position") {
                    let height = value.split_whitespace().next().unwrap_or_default();
                    let is_above = height.strip_suffix('%').and_then(|height| height.parse::<f64>().ok());
                    style.is_raised = Some(height == "super" || is_above.is_some_and(|height| height > 0.0));
                }
                if let Some(value) = start.get("color") {
                    style.colour = Some(Colour::of(value));
                }
                if start.says("use-window-font-color") {
                    style.colour = Some(Colour::Automatic);
                }
            }
            "table-cell-properties" => {
                if let Some(value) = start.get("wrap-option") {
                    style.wraps = Some(value == "wrap");
                }
                if let Some(value) = start.get("background-color") {
                    style.fill = Some(Colour::of(value));
                }
                if let Some(value) = start.get("rotation-angle") {
                    style.is_turned = Some(value.trim_end_matches("deg").parse::<f64>().is_ok_and(|angle| angle > 0.0));
                }
            }
            "table-column-properties" => {
                style.width = start.get("column-width").and_then(centimetres).map(|width| width / CHARACTER);
            }
            "table-properties" => style.is_shown = start.get("display").map(|value| value != "false"),
            _ => {}
        }
    }

    /// A style and what it inherits from, nearest first.
    fn line(&self, family: &str, name: &str) -> Vec<&Style> {
        let mut line = Vec::new();
        let mut next = name;
        // A style cannot inherit from itself; a file may say so all the same.
        while let Some(style) = self.styles.get(&(family.to_owned(), next.to_owned())).filter(|_| line.len() < 32) {
            line.push(style);
            next = &style.parent;
        }
        line.extend(self.defaults.get(family));
        line
    }

    /// What cells of a style look like.
    pub(super) fn look(&self, name: &str) -> FinishedLook {
        let line = self.line("table-cell", name);
        let first = |of: fn(&Style) -> Option<bool>| line.iter().find_map(|style| of(style)).unwrap_or_default();
        let data = line.iter().map(|style| style.data.as_str()).find(|data| !data.is_empty()).unwrap_or_default();
        let format = self.formats.get(data).copied().unwrap_or_default();
        let is_named = |style: &&&Style| style.shown.starts_with("Heading");
        FinishedLook {
            named: line.iter().find(is_named).map_or_else(String::new, |style| style.shown.clone()),
            font: line.iter().find_map(|style| style.font.clone()).unwrap_or_default(),
            size: line.iter().find_map(|style| style.size).unwrap_or(10.0),
            is_italic: first(|style| style.is_italic),
            is_underlined: first(|style| style.is_underlined),
            is_raised: first(|style| style.is_raised),
            is_turned: first(|style| style.is_turned),
            wraps: first(|style| style.wraps),
            colour: line.iter().find_map(|style| style.colour).and_then(Colour::own).filter(|colour| *colour != [0; 3]),
            fill: line.iter().find_map(|style| style.fill).and_then(Colour::own),
            is_text: format.is_text,
            is_day: format.is_day,
            separates_thousands: format.separates_thousands,
            is_percent: format.is_percent,
            decimals: format.decimals,
        }
    }

    /// Whether text of a style is raised.
    pub(super) fn raises(&self, name: &str) -> bool {
        self.line("text", name).iter().find_map(|style| style.is_raised).unwrap_or_default()
    }

    /// The width of columns of a style, in characters.
    pub(super) fn width(&self, name: &str) -> Option<f64> {
        self.line("table-column", name).iter().find_map(|style| style.width)
    }

    /// Whether a sheet of a style is shown, and its page.
    pub(super) fn sheet(&self, name: &str) -> (bool, String) {
        let line = self.line("table", name);
        let master = line.iter().find_map(|style| style.master.clone()).unwrap_or_default();
        (line.iter().find_map(|style| style.is_shown).unwrap_or(true), master)
    }
}
