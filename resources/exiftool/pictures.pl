# Loaded by ExifTool with -config: two tags that stand for one of the pictures that a file holds. What they are made of are
# tags of ExifTool's own, and what a browser cannot show is passed over.
package MetaExtract;

use strict;
use warnings;

my @pictures = qw(
  JpgFromRaw JpgFromRaw2 PreviewImage OtherImage PreviewPNG PhotoshopThumbnail ThumbnailImage
  Picture CoverArt ThumbnailsImage PageImage
);

# A smaller picture than this is an icon and no thumbnail.
my $thumbnailBytes = 1_500;

sub shown {
    my ($value) = @_;
    return map { shown($_) } @$value if ref $value eq 'ARRAY';
    return () unless ref $value eq 'SCALAR';
    return $$value =~ /^(?:\xff\xd8\xff|\x89PNG|GIF8|BM|RIFF....WEBP)/s ? $value : ();
}

sub bySize {
    return sort { length($$a) <=> length($$b) } map { shown($_) } @_;
}

sub largest {
    my @sorted = bySize(@_);
    return $sorted[-1];
}

sub smallest {
    my @sorted = bySize(@_);
    my ($first) = grep { length($$_) >= $thumbnailBytes } @sorted;
    return $first || $sorted[-1];
}

my %parts = map { $_ => $pictures[$_] } 0 .. $#pictures;

%Image::ExifTool::UserDefined = (
    'Image::ExifTool::Composite' => {
        LargestPicture  => { Desire => {%parts}, ValueConv => 'MetaExtract::largest(@val)' },
        SmallestPicture => { Desire => {%parts}, ValueConv => 'MetaExtract::smallest(@val)' },
    },
);

1;
