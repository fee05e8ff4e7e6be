//! The place of the coil from three lengths of the head.

use super::aim::Aim;
use crate::error::AppError;
use euthymia_clinical::tms::target::beam_f3::Place;
use euthymia_clinical::tms::target::guide::{guide, rule_guide};
use euthymia_clinical::tms::target::head::{Head, LengthUnit};
use euthymia_clinical::tms::target::method::{LengthRule, Method, Side, Use, targets};
use euthymia_plot::{HeadGuide, HeadSide, Scene};
use euthymia_table::{ColumnSpec, TableView, Value};

/// Three lengths in words, and which methods.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TargetRequest {
    /// From tragus to tragus over the vertex.
    pub tragus: String,
    /// From nasion to inion.
    pub nasion_inion: String,
    /// Around the head.
    pub circumference: String,
    /// The unit of numbers without one: cm, mm or in; cm when nothing says otherwise.
    pub unit: Option<String>,
    /// One method, or `all`.
    pub method: Option<String>,
}

/// A place with the method that gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The method.
    pub method: &'static Method,
    /// The place.
    pub place: Place,
    /// Why it cannot be right; such a place is refused.
    pub oddities: Vec<String>,
}

impl Placed {
    /// Whether a coil may be placed by it.
    fn is_aim(&self) -> bool {
        self.method.usage == Use::Aim && self.oddities.is_empty()
    }

    /// Whether it would be one, if it were plausible.
    fn is_implausible(&self) -> bool {
        self.method.usage == Use::Aim && !self.oddities.is_empty()
    }
}

/// Places on a head.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The lengths.
    pub head: Head,
    /// The places, in the order of the file.
    pub places: Vec<Placed>,
    /// The rules of one length.
    pub rules: Vec<&'static LengthRule>,
}

/// The identifier of a method as it may be written.
fn identifier(word: &str) -> String {
    let word = word.trim().to_lowercase().replace(['-', ' '], "_");
    match word
        .replace(',', ".")
        .trim_end_matches("_rule")
        .trim_end_matches("cm")
        .trim_end_matches('_')
    {
        "5.5" => "five_and_a_half".to_owned(),
        _ => word,
    }
}

/// Finds the places that the methods give on a head.
///
/// # Errors
/// [`AppError::Usage`] for a length that is none or not plausible, with the range; for an unknown unit
/// or method.
///
/// # Example
/// ```
/// use euthymia_app::tms::{TargetRequest, target};
/// let request = TargetRequest {
///     tragus: "36".into(),
///     nasion_inion: "38".into(),
///     circumference: "60".into(),
///     method: Some("beam-f3".into()),
///     ..TargetRequest::default()
/// };
/// let found = target(&request)?;
/// assert!((found.places[0].place.y - 9.7911).abs() < 5e-5);
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn target(request: &TargetRequest) -> Result<Target, AppError> {
    let usage = AppError::Usage;
    let unit = match request.unit.as_deref() {
        None => LengthUnit::Centimetre,
        Some(word) => *LengthUnit::ALL
            .iter()
            .find(|unit| unit.id() == word)
            .ok_or_else(|| {
                usage(format!(
                    "--unit: \"{word}\" is not a unit; use cm, mm or in"
                ))
            })?,
    };
    let (tragus, nasion_inion) = (&request.tragus, &request.nasion_inion);
    let head = Head::parse(tragus, nasion_inion, &request.circumference, unit)
        .map_err(|error| usage(error.to_string()))?;
    let asked = request.method.as_deref().unwrap_or("all");
    let word = identifier(asked);
    let is_all = word == "all";
    let chosen = targets().methods.iter().filter(|m| is_all || m.id == word);
    let places: Vec<Placed> = chosen
        .filter_map(|method| {
            let place = method.place(head)?;
            let oddities = method.oddities(place);
            Some(Placed {
                method,
                place,
                oddities,
            })
        })
        .collect();
    let rules = targets().rules.iter();
    let rules: Vec<&LengthRule> = rules.filter(|rule| is_all || rule.id == word).collect();
    match places.as_slice() {
        [] if rules.is_empty() => {
            let ids = targets().methods.iter().map(|method| &method.id);
            let ids = ids.chain(targets().rules.iter().map(|rule| &rule.id));
            let known: Vec<String> = ids.map(|id| id.replace('_', "-")).collect();
            Err(usage(format!(
                "--method: \"{asked}\" is not a method; use all, {}",
                known.join(", ")
            )))
        }
        [one] if one.is_implausible() => Err(usage(format!(
            "{}: {}; measure the head again",
            one.method.name,
            one.oddities.join("; ")
        ))),
        _ => Ok(Target {
            head,
            places,
            rules,
        }),
    }
}

impl Target {
    /// What steps and figure are for: the first place that a coil may be placed by, or the rule that was
    /// asked for. `None` where a place for a coil cannot be right.
    #[must_use]
    pub fn aim(&self) -> Option<Aim<'_>> {
        if self.is_flagged() {
            return None;
        }
        let place = self.places.iter().find(|placed| placed.is_aim());
        match (place, self.places.as_slice(), self.rules.first()) {
            (Some(place), ..) => Some(Aim::Place(place)),
            (None, [], Some(rule)) => Some(Aim::Rule(rule)),
            _ => None,
        }
    }

    /// Whether a place for a coil is refused because it cannot be right.
    #[must_use]
    pub fn is_flagged(&self) -> bool {
        self.places.iter().any(Placed::is_implausible)
    }

    /// Places, rules of one length, and the steps.
    #[must_use]
    pub fn views(&self) -> Vec<TableView> {
        let mut views = Vec::new();
        if !self.places.is_empty() {
            views.push(self.places_view());
        }
        if !self.rules.is_empty() {
            views.push(self.rules_view());
        }
        views.extend(self.aim().map(|aim| self.steps_view(aim)));
        views
    }

    fn places_view(&self) -> TableView {
        let row = |placed: &Placed| {
            let method = placed.method;
            let usage = match placed.is_implausible() {
                true => Use::Refused,
                false => method.usage,
            };
            let mut remarks = placed.oddities.clone();
            remarks.extend(method.note.clone());
            vec![
                Value::text(method.id.clone()),
                Value::text(method.name.clone()),
                Value::text(method.side.to_string()),
                Value::number(placed.place.x, 2),
                Value::number(placed.place.y, 2),
                Value::text(usage.to_string()),
                Value::text(method.target.clone()),
                match remarks.is_empty() {
                    true => Value::Missing,
                    false => Value::Text(remarks.join("; ")),
                },
                Value::text(method.source.clone()),
                Value::text(method.status.id()),
            ]
        };
        let head = self.head;
        let mut notes = vec![
            "X: along the circumference from the midline of the forehead. Y: from the vertex towards that mark.".to_owned(),
        ];
        if self.is_flagged() {
            notes.push(format!(
                "No steps: a place for a coil cannot be right. {} Measure the head again.",
                targets().plausible.note
            ));
        }
        let sources = self.places.iter().map(|placed| placed.method);
        notes.extend(sources.map(|method| {
            let (source, mark) = (&method.source, method.status.id());
            format!("{}: {source} ({mark}).", method.name)
        }));
        notes.push("It informs; the person who places the coil decides.".to_owned());
        TableView {
            schema: "euthymia.target.places.v1".to_owned(),
            title: format!(
                "Head: tragus to tragus {:.1} cm, nasion to inion {:.1} cm, circumference {:.1} cm",
                head.tragus(),
                head.nasion_inion(),
                head.circumference()
            ),
            columns: vec![
                ColumnSpec::text("method", "method").for_machines(),
                ColumnSpec::text("name", "method"),
                ColumnSpec::text("side", "side"),
                ColumnSpec::number("x_cm", "X").in_unit("cm"),
                ColumnSpec::number("y_cm", "Y").in_unit("cm"),
                ColumnSpec::text("use", "use"),
                ColumnSpec::text("target", "target").for_machines(),
                ColumnSpec::text("remark", "remark"),
                ColumnSpec::text("source", "source").for_machines(),
                ColumnSpec::text("status", "status"),
            ],
            rows: self.places.iter().map(row).collect(),
            notes,
        }
    }

    fn rules_view(&self) -> TableView {
        let rows = self.rules.iter().map(|rule| {
            vec![
                Value::text(rule.id.clone()),
                Value::text(rule.name.clone()),
                Value::number(rule.length(self.head), 1),
                Value::text(rule.from.clone()),
                rule.note.clone().map_or(Value::Missing, Value::Text),
                Value::text(rule.source.clone()),
                Value::text(rule.status.id()),
            ]
        });
        TableView {
            schema: "euthymia.target.rules.v1".to_owned(),
            title: "Rules of one length".to_owned(),
            columns: vec![
                ColumnSpec::text("method", "method").for_machines(),
                ColumnSpec::text("name", "rule"),
                ColumnSpec::number("length_cm", "length").in_unit("cm"),
                ColumnSpec::text("from", "from"),
                ColumnSpec::text("remark", "remark"),
                ColumnSpec::text("source", "source"),
                ColumnSpec::text("status", "status"),
            ],
            rows: rows.collect(),
            notes: Vec::new(),
        }
    }

    fn steps(&self, aim: Aim<'_>) -> Vec<String> {
        let steps = match aim {
            Aim::Place(placed) => guide(placed.method, self.head, placed.place),
            Aim::Rule(rule) => rule_guide(rule, self.head),
        };
        steps.into_iter().map(|step| step.text).collect()
    }

    fn steps_view(&self, aim: Aim<'_>) -> TableView {
        let rows = self.steps(aim).into_iter().zip(1..);
        TableView {
            schema: "euthymia.target.steps.v1".to_owned(),
            title: format!("Steps: {}", aim.name()),
            columns: vec![
                ColumnSpec::number("step", "step"),
                ColumnSpec::text("text", "what to do"),
            ],
            rows: rows
                .map(|(text, number)| vec![Value::Count(number), Value::Text(text)])
                .collect(),
            notes: aim.caution().into_iter().collect(),
        }
    }

    /// The head with tape and marks.
    ///
    /// # Errors
    /// [`AppError::Usage`] where only methods were asked for that no coil may be placed by, or where a
    /// place cannot be right.
    pub fn figure(&self) -> Result<Scene, AppError> {
        let aim = self.aim().ok_or_else(|| {
            AppError::Usage(match self.is_flagged() {
                true => "--figure: a place for a coil cannot be right on this head; measure again"
                    .to_owned(),
                false => "--figure: no coil is placed by this method; choose another".to_owned(),
            })
        })?;
        let figure = HeadGuide {
            title: aim.title(),
            description: "A head from above and from the side with the marks of a tape, in the order in which they are made.".to_owned(),
            tragus: self.head.tragus(),
            nasion_inion: self.head.nasion_inion(),
            circumference: self.head.circumference(),
            way: aim.way(self.head),
            side: match aim.side() {
                Side::Left => HeadSide::Left,
                Side::Right => HeadSide::Right,
            },
            steps: self.steps(aim),
            caution: aim.caution(),
            footnotes: vec![
                format!(
                    "Tragus to tragus {:.1} cm, nasion to inion {:.1} cm, circumference {:.1} cm.",
                    self.head.tragus(),
                    self.head.nasion_inion(),
                    self.head.circumference()
                ),
                format!("Source: {}.", aim.source()),
            ],
        };
        Ok(figure.to_scene())
    }
}
