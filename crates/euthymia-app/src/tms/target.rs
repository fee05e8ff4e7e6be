//! The place of the coil from three lengths of the head.

use crate::error::AppError;
use euthymia_clinical::tms::target::beam_f3::Place;
use euthymia_clinical::tms::target::guide::guide;
use euthymia_clinical::tms::target::head::{Head, LengthUnit};
use euthymia_clinical::tms::target::method::{Method, Side, Use, targets};
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
    /// What is odd about it.
    pub oddities: Vec<String>,
}

/// Places on a head.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The lengths.
    pub head: Head,
    /// The places, in the order of the file.
    pub places: Vec<Placed>,
    /// Whether every method was asked for.
    is_all: bool,
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
    let word = request.method.as_deref().unwrap_or("all").replace('-', "_");
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
    if places.is_empty() {
        let known = targets().methods.iter().map(|m| m.id.replace('_', "-"));
        return Err(usage(format!(
            "--method: \"{}\" is not a method; use all, {}",
            request.method.as_deref().unwrap_or_default(),
            known.collect::<Vec<_>>().join(", ")
        )));
    }
    Ok(Target {
        head,
        places,
        is_all,
    })
}

impl Target {
    /// The place that steps and figure are for: the first one that a coil may be placed by.
    #[must_use]
    pub fn aim(&self) -> Option<&Placed> {
        self.places
            .iter()
            .find(|placed| placed.method.usage == Use::Aim)
    }

    /// Places, rules of one length, and the steps.
    #[must_use]
    pub fn views(&self) -> Vec<TableView> {
        let mut views = vec![self.places_view()];
        if self.is_all {
            views.push(self.rules_view());
        }
        views.extend(self.aim().map(|aim| self.steps_view(aim)));
        views
    }

    fn places_view(&self) -> TableView {
        let row = |placed: &Placed| {
            let method = placed.method;
            let mut remarks = placed.oddities.clone();
            remarks.extend(method.note.clone());
            vec![
                Value::text(method.id.clone()),
                Value::text(method.name.clone()),
                Value::text(method.side.to_string()),
                Value::number(placed.place.x, 2),
                Value::number(placed.place.y, 2),
                Value::text(method.usage.to_string()),
                Value::text(method.target.clone()),
                Value::text(remarks.join("; ")),
                Value::text(method.source.clone()),
                Value::text(method.status.id()),
            ]
        };
        let head = self.head;
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
                ColumnSpec::text("status", "status").for_machines(),
            ],
            rows: self.places.iter().map(row).collect(),
            notes: vec![
                "X: along the circumference from the midline of the forehead. Y: from the vertex towards that mark.".to_owned(),
                "Sources are in CSV and JSON. It informs; the person who places the coil decides.".to_owned(),
            ],
        }
    }

    fn rules_view(&self) -> TableView {
        let rows = targets().rules.iter().map(|rule| {
            vec![
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

    fn steps(&self, aim: &Placed) -> Vec<String> {
        let steps = guide(aim.method, self.head, aim.place).into_iter();
        steps.map(|step| step.text).collect()
    }

    fn steps_view(&self, aim: &Placed) -> TableView {
        let rows = self.steps(aim).into_iter().zip(1..);
        TableView {
            schema: "euthymia.target.steps.v1".to_owned(),
            title: format!("Steps: {}", aim.method.name),
            columns: vec![
                ColumnSpec::number("step", "step"),
                ColumnSpec::text("text", "what to do"),
            ],
            rows: rows
                .map(|(text, number)| vec![Value::Count(number), Value::Text(text)])
                .collect(),
            notes: Vec::new(),
        }
    }

    /// The head with tape and marks.
    ///
    /// # Errors
    /// [`AppError::Usage`] where only methods were asked for that no coil may be placed by.
    pub fn figure(&self) -> Result<Scene, AppError> {
        let aim = self.aim().ok_or_else(|| {
            AppError::Usage("--figure: no coil is placed by this method; choose another".to_owned())
        })?;
        let method = aim.method;
        let figure = HeadGuide {
            title: format!("{}: {}", method.name, method.target),
            description: "A head from above and from the side with the marks of a tape, in the order in which they are made.".to_owned(),
            tragus: self.head.tragus(),
            nasion_inion: self.head.nasion_inion(),
            circumference: self.head.circumference(),
            x: aim.place.x,
            y: aim.place.y,
            side: match method.side {
                Side::Left => HeadSide::Left,
                Side::Right => HeadSide::Right,
            },
            steps: self.steps(aim),
            caution: (!aim.oddities.is_empty())
                .then(|| format!("Measure again: {}.", aim.oddities.join("; "))),
            footnotes: vec![
                format!(
                    "Tragus to tragus {:.1} cm, nasion to inion {:.1} cm, circumference {:.1} cm. From above the scalp is laid flat, to scale; a tick each centimetre.",
                    self.head.tragus(),
                    self.head.nasion_inion(),
                    self.head.circumference()
                ),
                format!("Source: {}.", method.source()),
            ],
        };
        Ok(figure.to_scene())
    }
}
