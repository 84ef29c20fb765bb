from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('classes', '0003_time_that_is_asked_for_and_stands'),
    ]

    operations = [
        migrations.AddField(
            model_name='assignment',
            name='feedback_by',
            field=models.DateField(blank=True, null=True, verbose_name='feedback expected by'),
        ),
    ]
