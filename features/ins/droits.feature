# language: fr
@INS
Fonctionnalité: Qui appelle INSi et qui voit l'INS
  Les droits sont fins, et chaque accès laisse une trace.

  @INS-23 @negatif @capacite.patient.creer @capacite.ins.rechercher @capacite.utilisateur.changer @capacite.journal.appels @capacite.journal.identite
  Scénario: Un utilisateur sans droit n'appelle pas INSi et ne voit pas l'INS
    Étant donné que l'utilisateur "DOCTEUR MOREL" a tous les droits
    Et un usager "ISABELLE FAURE", au statut "provisoire"
    Quand le professionnel recherche l'INS de cet usager
    Alors le journal du logiciel garde "DOCTEUR MOREL", la date et l'heure de chaque appel
    Quand le professionnel accepte l'identité proposée
    Et le professionnel ouvre le dossier de cet usager
    Alors l'historique de l'identité garde l'accès de "DOCTEUR MOREL", avec sa date
    Étant donné que l'utilisateur "SECRETARIAT" n'a pas le droit d'appeler INSi
    Quand le professionnel recherche l'INS de cet usager
    Alors l'action est refusée et le motif est donné
    Et INSi n'a reçu aucun appel
    Quand l'utilisateur "STAGIAIRE", qui n'a pas le droit de voir l'INS, se connecte et ouvre le dossier de cet usager
    Alors l'INS de cet usager n'est pas montré
