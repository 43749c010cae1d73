using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>What only runs on the way to a throw has left real time; what such code takes from around it has not.</summary>
public sealed class RealtimeThrowTests
{
    [Theory]
    [InlineData("if (n < 0) { int at = numbers.Count(static i => { return i > 0; }); throw new ArgumentException($\"{at}\"); }")]
    [InlineData("if (n < 0) { string m = Made(); throw new ArgumentException(m); string Made() { return \"n is \" + n; } }")]
    [InlineData("if (n < 0) { foreach (int i in list) { if (i > n) break; if (i < n) continue; text += i; } throw new ArgumentException(text); }")]
    [InlineData("if (n < 0) { switch (n) { case -1: goto case -2; case -2: text += n; break; } throw new ArgumentException(text); }")]
    [InlineData("if (n < 0) { again: text += n; if (text.Length < 9) goto again; throw new ArgumentException(text); }")]
    [InlineData("if (n < 0) { if (n < -1) { text += n; } else { text += text; } { throw new ArgumentException(text); } }")]
    [InlineData("if (n < 0) { string m = \"n is \" + n; Fail(m); } for (int i = 0; i < n; i++) { if (i > 0) continue; string m = $\"{i}\"; Fail(m); }")]
    [InlineData("if (n < 0) { string m = \"n is \" + n; if (n < -1) throw new ArgumentException(m); else Fail(m); }")]
    [InlineData("while (n < 0) { try { if (n > -2) break; } finally { n++; } string m = \"n is \" + n; throw new ArgumentException(m); }")]
    [InlineData("if (n > 0) return; string m = $\"n is {n}\"; throw new ArgumentException(m);")]
    [InlineData("string m = $\"n is {n}\"; throw new ArgumentException(m);")]
    [InlineData("string m = $\"n is {n}\"; Fail(m);")]
    [InlineData("Action<int> check = static i => { if (i > 0) return; string m = $\"{i}\"; Fail(m); }; check(n);")]
    [InlineData("switch (n) { case 1: if (text != \"\") break; string m = \"n\" + n; throw new ArgumentException(m); }")]
    public void What_only_leads_to_a_throw_is_passed_over(string statements) => RealtimeSource.Expect(statements);

    [Theory]
    [InlineData("object o = «new()»; if (n > 0) return; string m = $\"n is {n}\"; throw new ArgumentException(m);")]
    [InlineData("if (n > 0) { object o = «new()»; if (n > 1) { return; } throw new ArgumentException(\"a\" + n); }")]
    [InlineData("for (int i = 0; i < n; i++) { object o = «new()»; if (i > 0) continue; throw new ArgumentException(\"a\" + n); }")]
    [InlineData("again: object o = «new()»; if (n > 0) return; text += n; if (n < -9) goto again; throw new ArgumentException(text);", "«text += n»", "SEQGEN308")]
    [InlineData("if (n > 0) { Local(); return; } throw new ArgumentException(\"a\" + n); void Local() { object o = «new()»; }")]
    public void What_may_still_come_back_is_looked_at(string statements, string marked = "", params string[] also) => RealtimeSource.Expect(
        marked == "" ? statements : statements.Replace(marked[1..^1], marked), ["SEQGEN301", .. also]);

    [Theory]
    [InlineData("if (n < 0) throw new ArgumentException($\"{numbers.First(«i => i > n»)}\");", "the lambda captures n")]
    [InlineData("int k = n; if (n < 0) { text += n; throw new ArgumentException($\"{numbers.First(«i => i > k»)}\"); }", "the lambda captures k")]
    [InlineData("text = text ?? throw new ArgumentException($\"{numbers.First(«i => { return i > n; }»)}\");", "the lambda captures n")]
    [InlineData("if (n < 0) Fail($\"{numbers.First(«i => i > n»)}\");", "the lambda captures n")]
    [InlineData("if (n > 0) return; int k = n + 1; throw new ArgumentException($\"{numbers.First(«i => i > k»)}\");", "the lambda captures k")]
    [InlineData("text = n < 0 ? throw new ArgumentException($\"{(from i in numbers where «i > n» select i).First()}\") : \"\";", "the lambda captures n")]
    [InlineData("if (n < 0) throw new ArgumentException($\"{numbers.First(«Match»)}\"); bool Match(int i) => i > n;", "'Match' captures n")]
    [InlineData("if (n < 0) throw new ArgumentException($\"{numbers.First(«i => Match(i)»)}\"); bool Match(int i) => i > n;", "the lambda captures n")]
    public void SEQGEN306_closures_of_what_is_thrown_are_made_before_it(string statements, string captured) => RealtimeSource.Expect(
        statements,
        $"SEQGEN306: 'C.M' is [RealtimeSafe] but {captured}, which allocates; make the delegate once beforehand and keep it, or a static lambda that is passed what it needs");

    [Theory]
    [InlineData("if (n < 0) { int k = n; throw new ArgumentException($\"{numbers.First(i => i > k)}\"); }")]
    [InlineData("if (n < 0) { foreach (int k in numbers) { text += numbers.First(i => i > k); } throw new ArgumentException(text); }")]
    [InlineData("if (n < 0) throw new ArgumentException($\"{numbers.First(i => i > numbers.Length)}\");")]
    [InlineData("throw new ArgumentException($\"{numbers.First(i => i > n)}\");")]
    [InlineData("if (n < 0) throw new ArgumentException($\"{numbers.First(i => Match(i)) + numbers.First(Match)}\"); bool Match(int i) => i > 0;")]
    [InlineData("Action<int> check = static i => throw new ArgumentException(new[] { 1 }.First(k => k > i).ToString()); check(n);")]
    public void Closures_that_only_a_throw_makes_are_passed_over(string statements) => RealtimeSource.Expect(statements);

    [Fact]
    public void Expression_bodies_that_throw_are_passed_over_as_bodies_are() => ConsumerBuild.Expect("""
        using System; using System.Diagnostics.CodeAnalysis; using System.Linq;
        class C(int size)
        {
            [RealtimeSafe] int Get(int n) => throw new ArgumentException($"{new int[2].First(i => i > n)}");
            [RealtimeSafe] int Sized(int n) => n < size ? n : throw new ArgumentException($"{new int[2].First(i => i > size)}");
            [RealtimeSafe] int Of(int n) { if (n > 0) return n; string m = "n" + n; return Fail(m); }
            [DoesNotReturn, RealtimeSafe] static int Fail(string m) { string long_ = m + m; throw new ArgumentException(long_); }
        }
        """).IsClean();
}
