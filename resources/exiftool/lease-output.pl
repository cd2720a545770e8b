# Loaded by ExifTool with -config. Replaces the output of `exiftool -j -a -G1:4 -struct -l` by lines that cost less to
# make and to read: every tag is converted once (ExifTool's own -l converts it twice), descriptions are left out, and
# each file is flushed when it is done, so that a hang can be pinned on one file. A test compares every value with
# ExifTool's own JSON.
#
#   {file}<path as it was given>
#   <Group:Tag>\t<printed value as JSON>                      where the raw value is the same
#   <Group:Tag>\t<printed value as JSON>\t<raw value as JSON>
#   {done}<seconds>
#
# A path is given as "path:" and its bytes percent-encoded: any byte may stand in a name, and none may reach ExifTool's
# argument stream as a new argument, an option or a folder to walk into. What cannot be read as a file gives no tags.
#
# A JSON text here has no raw tab or line break in it, so lines and fields can be cut without parsing.
package MetaExtract;

use strict;
use warnings;
use Time::HiRes ();

my %escape = ('"' => '\\"', '\\' => '\\\\', "\t" => '\\t', "\n" => '\\n', "\r" => '\\r');

# JSON of a string, or of a number or truth value that reads as one: the same choice as ExifTool's own JSON. A line break
# behind such a value is left out, as it is white space there; here it would cut the line.
sub scalarJson {
    my ($text) = @_;
    return $1 if $text =~ /^(-?(?:\d|[1-9]\d{1,14})(?:\.\d{1,16})?(?:e[-+]?\d{1,3})?)$/i;
    return lc $1 if $text =~ /^(true|false)$/i;
    return stringJson($text);
}

sub stringJson {
    my ($text) = @_;
    if ($text =~ /[^\x20-\x21\x23-\x5b\x5d-\x7e]/) {
        $text =~ s/(["\\\t\n\r])/$escape{$1}/g;
        $text =~ tr/\0//d;
        $text =~ s/([\x01-\x1f\x7f])/sprintf '\\u%.4X', ord $1/ge;
        Image::ExifTool::XMP::FixUTF8(\$text) if $text =~ /[\x80-\xff]/;
    }
    return qq("$text");
}

sub json {
    my ($value) = @_;
    my $type = ref $value;
    return scalarJson($value) unless $type;
    return '[' . join(',', map { json($_) } @$value) . ']' if $type eq 'ARRAY';
    if ($type eq 'HASH') {
        my @keys = Image::ExifTool::OrderedKeys($value);
        return '{' . join(',', map { stringJson($_) . ':' . json($$value{$_}) } @keys) . '}';
    }
    return '"<err>"';    # what ExifTool prints for a raw value that is binary data
}

# Binary data stands as its length, as in ExifTool's output without -b. Undefined where nothing may be shown.
sub withoutBinary {
    my ($value) = @_;
    my $type = ref $value;
    return $value unless $type;
    if ($type eq 'SCALAR') {
        return "($$value, use -b option to extract)" if $$value =~ /^Binary data \d+ bytes$/;
        return '(Binary data ' . length($$value) . ' bytes, use -b option to extract)';
    }
    return [map { withoutBinary($_) } @$value] if $type eq 'ARRAY';
    return {%$value, map { $_ => withoutBinary($$value{$_}) } keys %$value} if $type eq 'HASH';
    return $value;
}

# A hung file keeps this process from seeing that its input has ended: so it looks, while it reads, whether the process that
# started it is still there.
my $parent = $^O eq 'MSWin32' ? undef : getppid();
my $lookIntervalSeconds = 5;

sub endIfOrphaned {
    exit 1 if getppid() != $parent;
    alarm $lookIntervalSeconds;
}

# Whether a printed value says the same as the raw one. Binary data is never told apart.
sub same {
    my ($raw, $printed) = @_;
    my $type = ref $raw;
    return 1 if $type eq 'SCALAR';
    return !ref $printed && $raw eq $printed unless $type;
    return 0 unless ref $printed eq $type;
    if ($type eq 'HASH') {
        return 0 unless keys %$raw == keys %$printed;
        exists $$printed{$_} && same($$raw{$_}, $$printed{$_}) or return 0 for keys %$raw;
        return 1;
    }
    return 0 unless $type eq 'ARRAY' and @$raw == @$printed;
    same($$raw[$_], $$printed[$_]) or return 0 for 0 .. $#$raw;
    return 1;
}

sub decoded {
    my ($path) = @_;
    $path =~ s/%([0-9A-F]{2})/chr hex $1/ge;
    return $path;
}

# Raw values of the tags of group System, by name, as ExifTool itself would find them at the original. Undefined where the
# file is the original.
sub tagsOfOriginal {
    my ($form, @stat) = @_;
    my ($path) = ($form // '') =~ /^original:(.*)/ or return undef;
    $path = decoded($path);
    my $separator = $path =~ /^(?:[A-Za-z]:|\\\\)/ ? qr{[/\\]} : qr{/};
    my ($folder, $name) = $path =~ /^(.*)$separator(.*)\z/s or return undef;
    my %tags = (FileName => $name, Directory => length $folder ? $folder : '/');
    @tags{qw(FileModifyDate FileAccessDate FileInodeChangeDate FilePermissions)} = @stat if @stat == 4;
    return \%tags;
}

sub printFile($$) {
    my ($et, $encodedPath) = @_;
    my ($form, $original, @stat) = split /\|/, $encodedPath;
    my ($file) = $form =~ /^path:(.*)/ or return;
    $file = decoded($file);
    $original = tagsOfOriginal($original, @stat);
    my $startedAt = Time::HiRes::time();
    # ExifTool carries the byte order of one file over to the next, and some formats (AAC) then read wrongly.
    Image::ExifTool::SetByteOrder('MM');
    my @lines = "{file}$encodedPath";
    local $SIG{ALRM} = \&endIfOrphaned;
    alarm $lookIntervalSeconds if defined $parent;
    if ($et->Exists($file) && !$et->IsDirectory($file)) {
        my %saved = %{$$et{OPTIONS}};
        $et->ExtractInfo($file);
        $$et{OPTIONS} = \%saved;
        $et->SetFoundTags();
        my ($order, $info, %seen) = ($$et{FILE_ORDER}, $$et{TAG_INFO});
        for my $tag (sort { $$order{$a} <=> $$order{$b} } @{$$et{FOUND_TAGS}}) {
            $$et{VALUE}{$tag} = $$original{$tag}
                if $original && exists $$original{$tag} && $et->GetGroup($tag, 1) eq 'System';
            my ($raw, $printed) = $et->GetValue($tag, 'Both');
            defined $printed or next;
            my ($name) = $tag =~ /^(\S+)/;
            my $group = $et->GetGroup($tag, '1:4');
            my $key = length $group ? "$group:$name" : "Copy0:$name";
            next if $seen{$key}++;
            my $differs = $$info{$tag}{PrintConv} || ref $raw || ref $printed || $raw ne $printed;
            $differs &&= !same($raw, $printed);
            push @lines, "$key\t" . json(withoutBinary($printed)) . ($differs ? "\t" . json($raw) : '');
        }
    }
    alarm 0 if defined $parent;
    local $| = 1;
    print STDOUT join("\n", @lines, sprintf("{done}%.6f\n", Time::HiRes::time() - $startedAt));
}

# The configuration is read before ExifTool's own subroutines are compiled; INIT runs after, and before any command.
INIT {
    no warnings 'redefine';
    *main::GetImageInfo = \&printFile;
}

1;
