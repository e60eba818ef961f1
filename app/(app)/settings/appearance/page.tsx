import { ThemePicker } from "@/components/settings/theme-picker";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

export default function AppearancePage() {
  return (
    <Card className="max-w-2xl">
      <CardHeader>
        <CardTitle>Theme</CardTitle>
        <CardDescription>Kept in this browser.</CardDescription>
      </CardHeader>
      <CardContent>
        <ThemePicker />
      </CardContent>
    </Card>
  );
}
