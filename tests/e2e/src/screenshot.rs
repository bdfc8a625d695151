//! Screenshots, compared pixel by pixel.

/// A screenshot of a part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screenshot {
    width: usize,
    height: usize,
    /// Red, green and blue of each pixel, row by row.
    pixels: Vec<[u8; 3]>,
}

impl Screenshot {
    /// Crops a PNG with 8 bits per channel to x, y, width and height, in pixels.
    ///
    /// # Panics
    /// When it is no such PNG, or the rectangle is not inside.
    pub fn of(png: &[u8], [x, y, width, height]: [f64; 4]) -> Self {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png))
            .read_info()
            .expect("a PNG");
        let size = reader
            .output_buffer_size()
            .expect("a screenshot that fits into memory");
        let mut data = vec![0; size];
        let info = reader.next_frame(&mut data).expect("a whole PNG");
        assert_eq!(info.bit_depth, png::BitDepth::Eight);
        let channels = info.color_type.samples();
        assert!(channels >= 3, "no screenshot in color");
        let [x, y, width, height] = [x, y, width, height].map(|length| whole(length.round()));
        let (all_width, all_height) = (info.width as usize, info.height as usize);
        assert!(
            x + width <= all_width && y + height <= all_height,
            "{width} × {height} at {x}, {y} is not in {all_width} × {all_height}"
        );
        let mut pixels = Vec::with_capacity(width * height);
        for row in data.chunks(all_width * channels).skip(y).take(height) {
            let row = row.chunks(channels).skip(x).take(width);
            pixels.extend(row.map(|pixel| [pixel[0], pixel[1], pixel[2]]));
        }
        Self {
            width,
            height,
            pixels,
        }
    }

    /// Width and height.
    pub fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// A part of it, clipped to it: x, y, width and height.
    #[must_use]
    pub fn part(&self, [x, y, width, height]: [f64; 4]) -> Self {
        let end =
            |from: f64, length: f64, all: usize| whole((from + length).max(0.0).round()).min(all);
        let (left, top) = (end(x, 0.0, self.width), end(y, 0.0, self.height));
        let (right, bottom) = (end(x, width, self.width), end(y, height, self.height));
        let rows = self.pixels.chunks(self.width).take(bottom).skip(top);
        let pixels = rows.flat_map(|row| &row[left..right.max(left)]).copied();
        Self {
            width: right.saturating_sub(left),
            height: bottom.saturating_sub(top),
            pixels: pixels.collect(),
        }
    }

    /// The most frequent color.
    ///
    /// # Panics
    /// When it has no pixels.
    pub fn background(&self) -> [u8; 3] {
        let mut counts = std::collections::BTreeMap::<_, usize>::new();
        for pixel in &self.pixels {
            *counts.entry(*pixel).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count);
        most.expect("a screenshot with pixels").0
    }

    /// The highest contrast of one of its pixels with a color.
    pub fn highest_contrast(&self, color: [u8; 3]) -> f64 {
        let contrasts = self.pixels.iter().map(|pixel| contrast(*pixel, color));
        contrasts.fold(1.0, f64::max)
    }

    /// The number of pixels that have at least this contrast with what they are in another screenshot.
    pub fn changes(&self, other: &Self, least: f64) -> usize {
        let pairs = self.pixels.iter().zip(&other.pixels);
        pairs
            .filter(|(a, b)| a != b && contrast(**a, **b) >= least)
            .count()
    }

    /// For each pixel, row by row, whether it differs from what it is in another screenshot.
    pub fn changed(&self, other: &Self) -> Vec<bool> {
        let pairs = self.pixels.iter().zip(&other.pixels);
        pairs.map(|(a, b)| a != b).collect()
    }

    /// The smallest part with all pixels for which a condition holds: x, y, width and height.
    pub fn bounds(&self, is_inside: impl Fn([u8; 3]) -> bool) -> Option<[f64; 4]> {
        self.bounds_of(self.pixels.iter().map(|pixel| is_inside(*pixel)))
    }

    /// The smallest part with all pixels that are marked, row by row: x, y, width and height.
    pub fn bounds_of(&self, marks: impl IntoIterator<Item = bool>) -> Option<[f64; 4]> {
        let marked = marks.into_iter().enumerate().filter(|(_, marked)| *marked);
        let places = marked.map(|(index, _)| (index % self.width, index / self.width));
        let [left, top, right, bottom] = places
            .fold([usize::MAX, usize::MAX, 0, 0], |[l, t, r, b], (x, y)| {
                [l.min(x), t.min(y), r.max(x), b.max(y)]
            });
        let sides = [
            left,
            top,
            right.wrapping_sub(left).wrapping_add(1),
            bottom.wrapping_sub(top).wrapping_add(1),
        ];
        (left <= right).then(|| sides.map(|side| ratio(side, 1)))
    }

    /// The largest difference of a channel between two pixels that mirror each other, from left to right or from
    /// top to bottom.
    pub fn asymmetry(&self) -> u8 {
        let at = |x: usize, y: usize| self.pixels[y * self.width + x];
        let difference = |a: [u8; 3], b: [u8; 3]| {
            let channels = a.into_iter().zip(b);
            channels.map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0)
        };
        let places = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        let mirrored = places.flat_map(|(x, y)| {
            [
                difference(at(x, y), at(self.width - 1 - x, y)),
                difference(at(x, y), at(x, self.height - 1 - y)),
            ]
        });
        mirrored.max().unwrap_or(0)
    }

    /// The number of different colors. A blank screenshot has one.
    pub fn colors(&self) -> usize {
        let colors: std::collections::BTreeSet<_> = self.pixels.iter().collect();
        colors.len()
    }

    /// The share of pixels that differ from another screenshot, 0 to 1. It is 1 if the sizes
    /// differ.
    pub fn difference(&self, other: &Self) -> f64 {
        if self.size() != other.size() {
            return 1.0;
        }
        let pairs = self.pixels.iter().zip(&other.pixels);
        let different = pairs.filter(|(a, b)| a != b).count();
        ratio(different, self.pixels.len())
    }
}

/// The contrast ratio of two colors, as WCAG defines it.
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let luminance = |color: [u8; 3]| {
        let [red, green, blue] = color.map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths of a page are small and not negative"
)]
fn whole(length: f64) -> usize {
    length as usize
}

#[allow(
    clippy::cast_precision_loss,
    reason = "screenshots have few pixels compared with what a float can count"
)]
fn ratio(part: usize, all: usize) -> f64 {
    part as f64 / all as f64
}
